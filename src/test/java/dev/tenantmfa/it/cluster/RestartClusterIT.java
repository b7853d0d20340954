package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.LoginStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nodes go down as an operator takes them down, and come back. */
@ClusterIntegration
class RestartClusterIT {

    @Test
    void rollingUpdateRefusesNobody(KeycloakCluster cluster) throws Exception {
        KeycloakNode first = cluster.first();
        KeycloakNode second = cluster.second();
        assertThat(first.version()).isNotEmpty().isNotEqualTo(KeycloakCluster.NEXT_VERSION);
        cluster.upgrade();

        updateUnderLoad(cluster, second);
        assertThat(second.version()).isEqualTo(KeycloakCluster.NEXT_VERSION);
        assertThat(first.version()).isNotEqualTo(KeycloakCluster.NEXT_VERSION);
        Holder holder = Holder.create(first);
        assertThat(logIn(second, holder, holder.codes().get(0)).isGranted()).isTrue();
        assertThat(logIn(first, holder, holder.codes().get(0)).isGranted())
                .as("a code that the new version has used, at the old one")
                .isFalse();
        AuthorizationRequest request = first.client("demo-app").authorization();
        Visitor visitor = first.visitor();
        WebPage page = visitor.logIn(request.uri(), holder.person());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);

        updateUnderLoad(cluster, first);
        visitor.goOnAt(second.base());
        WebPage in = visitor.submit(page, Map.of("code", holder.codes().get(2)));
        assertThat(second.client("demo-app").redeem(request, in.code()).isGranted())
                .as("a login that the old version began")
                .isTrue();
        assertThat(first.version()).isEqualTo(KeycloakCluster.NEXT_VERSION);
    }

    @Test
    void usedCodesStayUsedWhenAllNodesWereDown(KeycloakCluster cluster) {
        Holder holder = Holder.create(cluster.first());
        Tokens session = logIn(cluster.first(), holder, holder.code());
        Instant used = Instant.now();
        assertThat(session.isGranted()).isTrue();
        assertThat(logIn(cluster.second(), holder, holder.codes().get(5)).isGranted())
                .isTrue();

        cluster.restart();

        for (KeycloakNode node : cluster.nodes()) {
            // The restart took longer than a code is good for.
            node.clock()
                    .advance(Duration.ofSeconds(
                            Duration.between(Instant.now(), used).toSeconds()));
            for (String code : List.of(holder.code(), holder.codes().get(5))) {
                assertThat(logIn(node, holder, code).errorDescription()).isEqualTo("The code was incorrect.");
            }
        }
        assertThat(logIn(cluster.second(), holder, holder.codes().get(6)).isGranted())
                .isTrue();
        assertThat(cluster.first().client("demo-cli").refresh(session).isGranted())
                .as("the session")
                .isTrue();
    }

    /** Everybody is sent to the other node meanwhile. */
    private static void updateUnderLoad(KeycloakCluster cluster, KeycloakNode node) throws Exception {
        try (Load load = Load.over(List.of(cluster.other(node)))) {
            load.awaitMore(3);
            node.stop();
            load.awaitMore(3);
            cluster.start(node);
            load.awaitMore(3);
            load.stop();
            assertThat(load.failures()).isEmpty();
        }
    }

    private static Tokens logIn(KeycloakNode node, Holder holder, String code) {
        return node.client("demo-cli").password(holder.person(), "totp", code);
    }
}
