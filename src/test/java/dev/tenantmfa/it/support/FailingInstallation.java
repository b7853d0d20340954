package dev.tenantmfa.it.support;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Fails the installation or removal of a realm after its n-th change, where a test asks for it: the realm refuses every
 * further change, and the transaction cannot be committed.
 */
public final class FailingInstallation implements EventListenerProviderFactory, Simple<EventListenerProvider> {

    /** How many changes a realm still allows, by its id. */
    private static final Map<String, AtomicInteger> ALLOWED = new ConcurrentHashMap<>();

    /** Once. */
    static void failAfter(String realmId, int changes) {
        ALLOWED.put(realmId, new AtomicInteger(changes));
    }

    /** Whether a failure that was asked for has not happened. */
    static boolean isAwaited(String realmId) {
        return ALLOWED.remove(realmId) != null;
    }

    private record Listener(KeycloakSession session) implements EventListenerProvider {

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            AtomicInteger allowed = ALLOWED.get(event.getRealmId());
            boolean isChange = event.getDetails() != null && event.getDetails().containsKey("tenant_mfa");
            if (allowed != null && isChange && allowed.decrementAndGet() == 0) {
                ALLOWED.remove(event.getRealmId());
                session.getContext().setRealm(frozen(session.getContext().getRealm()));
                session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
                    @Override
                    protected void commitImpl() {
                        throw planted();
                    }

                    @Override
                    protected void rollbackImpl() {}
                });
            }
        }

        @Override
        public void onEvent(Event event) {}

        @Override
        public void close() {}
    }

    private static RealmModel frozen(RealmModel realm) {
        return (RealmModel) Proxy.newProxyInstance(
                FailingInstallation.class.getClassLoader(),
                new Class<?>[] {RealmModel.class},
                (proxy, method, arguments) -> {
                    if (method.getName().matches("(add|remove|set|update).*")) {
                        throw planted();
                    }
                    try {
                        return method.invoke(realm, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static RuntimeException planted() {
        return new IllegalStateException("A test lets this installation fail.");
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session);
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "failing-installation";
    }
}
