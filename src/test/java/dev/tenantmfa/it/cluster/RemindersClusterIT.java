package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each reminder comes once, whichever node's timer sends it, and whatever happens to the nodes. For a restart of both, see
 * {@link RestartClusterIT}.
 */
@ClusterIntegration
class RemindersClusterIT {

    /** As many as are marked in one transaction. */
    private static final int CHUNK = 50;

    @Test
    void nodeThatDiesInTheMiddleCostsAtMostTheMailsOfOneTransaction(KeycloakCluster cluster) {
        Reminded reminded = Reminded.begin(cluster, 110);
        reminded.await("a first mail", 1);

        cluster.second().kill();
        cluster.first().awaitMembers(1);

        reminded.awaitRuns();
        assertThat(reminded.received()).isBetween(110 - CHUNK, 110);
        reminded.requireAtMostOneEach();
        cluster.start(cluster.second());
        reminded.awaitRuns();
        reminded.requireAtMostOneEach();
    }
}
