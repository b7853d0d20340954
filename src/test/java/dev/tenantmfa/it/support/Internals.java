package dev.tenantmfa.it.support;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/** Calls to classes of the server that are in no artifact we could compile against. */
final class Internals {
    private Internals() {}

    static Class<?> type(String name) {
        try {
            return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("This Keycloak has no " + name, e);
        }
    }

    static Object provider(KeycloakSession session, String type) {
        return session.getProvider(type(type).asSubclass(Provider.class));
    }

    /** Calls the method {@code name} that {@code type} declares with as many parameters as there are arguments. */
    static Object call(Class<?> type, Object target, String name, Object... arguments) {
        try {
            return Arrays.stream(type.getMethods())
                    .filter(method -> method.getName().equals(name)
                            && method.getParameterCount() == arguments.length
                            && accepts(method.getParameterTypes(), arguments))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(type + " has no such " + name))
                    .invoke(target, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("Could not call " + type + " " + name, e);
        }
    }

    private static boolean accepts(Class<?>[] parameters, Object[] arguments) {
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].isPrimitive() && !parameters[i].isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }
}
