package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import org.junit.jupiter.api.Test;

/**
 * The same as {@link FuzzIT} on PostgreSQL, which refuses what the embedded database takes: NUL in a text, a text that is
 * too long. Fewer requests, of another seed; {@code -Dfuzz.seed=N} and {@code -Dfuzz.cluster.requests=N} send others.
 */
@ClusterIntegration
class FuzzClusterIT {
    private static final long SEED = Long.getLong("fuzz.seed", 20261122);
    private static final int REQUESTS = Integer.getInteger("fuzz.cluster.requests", 2_600);

    @Test
    void nothingBreaksAndNothingChangesOnPostgres(KeycloakCluster cluster) throws Exception {
        KeycloakNode node = cluster.first();
        FuzzRealm world = FuzzRealm.create(node, cluster.copyOfDemoRealm(FuzzRealm.newName()), KeycloakCluster.PUBLIC);
        try {
            new Fuzz(world, SEED, REQUESTS).run(node.log());
        } finally {
            world.realm.delete();
        }
    }
}
