package dev.tenantmfa.it;

import dev.tenantmfa.it.server.ServerFailure;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Keeps the one {@link KeycloakCluster} of a run until the last class that needs it. Those classes are one execution of JUnit's;
 * nodes that stayed until the end of the process would use the processor beside all other tests.
 */
final class ClusterExtension implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ClusterExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        cluster(context).repair();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        cluster(context).nodes().stream()
                .filter(KeycloakNode::isRunning)
                .forEach(node -> node.clock().reset());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == KeycloakCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    private static KeycloakCluster cluster(ExtensionContext context) {
        return context.getStore(StoreScope.EXECUTION_REQUEST, NAMESPACE)
                .computeIfAbsent(Start.class, key -> Start.attempt(), Start.class)
                .cluster();
    }

    /** A start that failed once is not tried again for each class: it fails for the same reason, minutes later. */
    private record Start(KeycloakCluster started, ServerFailure failure) implements AutoCloseable {
        static Start attempt() {
            try {
                return new Start(KeycloakCluster.start(), null);
            } catch (ServerFailure e) {
                return new Start(null, e);
            }
        }

        KeycloakCluster cluster() {
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
