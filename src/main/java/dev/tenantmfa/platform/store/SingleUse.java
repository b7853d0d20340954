package dev.tenantmfa.platform.store;

import java.util.Set;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.provider.ProviderFactory;

/** Keycloak's single-use store, for keys that must stay whatever becomes of the request that takes them. */
public final class SingleUse {

    /** Implementations that take and remove a key at once, with the caches of the nodes or with remote ones. */
    private static final Set<String> AT_ONCE = Set.of("infinispan", "remote");

    private SingleUse() {}

    /**
     * Takes, removes or looks up keys. In the request's session if the store does so at once, else in a transaction of its own.
     *
     * @param name of that transaction
     * @param work must not use {@link SingleUseObjectProvider#put}, which all implementations do with the transaction
     */
    public static <T> T lasting(KeycloakSession session, String name, Function<SingleUseObjectProvider, T> work) {
        if (isAtOnce(session)) {
            return work.apply(session.singleUseObjects());
        }
        try {
            return OwnTransaction.call(session, name, own -> work.apply(own.singleUseObjects()));
        } catch (OwnTransaction.Conflict e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether taken and removed keys do not depend on the transaction of the session. */
    public static boolean isAtOnce(KeycloakSession session) {
        ProviderFactory<?> factory =
                session.getKeycloakSessionFactory().getProviderFactory(SingleUseObjectProvider.class);
        return factory != null && AT_ONCE.contains(factory.getId());
    }
}
