package dev.tenantmfa.it;

import dev.tenantmfa.it.server.ServerFailure;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Keeps the one {@link KeycloakServer} of a run for the classes of a fork, and closes it with JUnit's session. */
final class KeycloakExtension implements BeforeAllCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KeycloakExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        server(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server(context).clock().reset();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KeycloakServer.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return server(context);
    }

    static KeycloakServer server(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                .computeIfAbsent(Start.class, key -> Start.attempt(), Start.class)
                .server();
    }

    /** A start that failed once is not tried again for each class: it fails for the same reason, minutes later. */
    private record Start(KeycloakServer started, ServerFailure failure) implements AutoCloseable {
        static Start attempt() {
            try {
                return new Start(SharedServer.start(), null);
            } catch (ServerFailure e) {
                return new Start(null, e);
            }
        }

        KeycloakServer server() {
            if (failure != null) {
                throw failure;
            }
            return started;
        }

        @Override
        public void close() {
            if (started != null) {
                started.close();
            }
        }
    }
}
