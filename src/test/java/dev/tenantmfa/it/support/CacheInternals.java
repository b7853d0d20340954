package dev.tenantmfa.it.support;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;

/** Keycloak's embedded Infinispan. */
final class CacheInternals {
    private static final String CONNECTION = "org.keycloak.connections.infinispan.InfinispanConnectionProvider";
    private static final String UTIL = "org.keycloak.connections.infinispan.InfinispanUtil";
    private static final String SINGLE_USE_CACHE = "actionTokens";
    /** Every server has it, whatever else it keeps in its database. */
    private static final String ANY_CACHE = "realms";

    private static boolean following;

    private final KeycloakSession session;

    CacheInternals(KeycloakSession session) {
        this.session = session;
    }

    /** Makes the expiry of entries follow {@link org.keycloak.common.util.Time} instead of the machine's clock. */
    void followKeycloakTime() {
        synchronized (CacheInternals.class) {
            if (!following) {
                Object manager =
                        Internals.call(Internals.type("org.infinispan.Cache"), cache(ANY_CACHE), "getCacheManager");
                Internals.call(Internals.type(UTIL), null, "setTimeServiceToKeycloakTime", manager);
                following = true;
            }
        }
    }

    List<String> singleUseObjects() {
        return ((Map<?, ?>) cache(SINGLE_USE_CACHE))
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList();
    }

    /** Reads, writes and removals in the single-use store since this was asked for the first time. */
    long singleUseOperations() {
        Object advanced =
                Internals.call(Internals.type("org.infinispan.Cache"), cache(SINGLE_USE_CACHE), "getAdvancedCache");
        Object stats = Internals.call(Internals.type("org.infinispan.AdvancedCache"), advanced, "getStats");
        Class<?> type = Internals.type("org.infinispan.stats.Stats");
        Internals.call(type, stats, "setStatisticsEnabled", true);
        return Stream.of("getRetrievals", "getStores", "getRemoveHits", "getRemoveMisses")
                .mapToLong(count -> ((Number) Internals.call(type, stats, count)).longValue())
                .sum();
    }

    private Object cache(String name) {
        return Internals.call(Internals.type(CONNECTION), Internals.provider(session, CONNECTION), "getCache", name);
    }
}
