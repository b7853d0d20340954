package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A code is good once, and wrong ones are counted, whichever node they reach. */
@ClusterIntegration
@Tag("stateless")
class SingleUseClusterIT {
    private static final int AT_ONCE = 100;

    @AfterEach
    void asTheRealmFileHasIt(KeycloakCluster cluster) {
        limits(cluster, 10, 50);
    }

    @Test
    void oneOfAHundredUsesOfATotpSucceeds(KeycloakCluster cluster) throws Exception {
        limits(cluster, 100, 200);
        Holder holder = Holder.create(cluster.first());

        assertThat(grantedOf(send(cluster, AT_ONCE, holder, holder.code()))).isEqualTo(1);
    }

    @Test
    void oneOfAHundredUsesOfABackupCodeSucceeds(KeycloakCluster cluster) throws Exception {
        limits(cluster, 100, 200);
        Holder holder = Holder.create(cluster.second());

        assertThat(grantedOf(send(cluster, AT_ONCE, holder, holder.codes().get(3))))
                .isEqualTo(1);
        assertThat(cluster.first()
                        .support()
                        .credential(cluster.first().demo(), holder.person(), "tmfa-backup-codes")
                        .data()
                        .get("remaining")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void oneOfAHundredUsesOfAnAccessPassSucceeds(KeycloakCluster cluster) throws Exception {
        limits(cluster, 100, 200);
        Holder holder = Holder.create(cluster.first());
        String pass = cluster.second()
                .demo()
                .post("/mfa/users/" + holder.person().id() + "/access-pass", Map.of())
                .expect(201)
                .json()
                .get("code")
                .asText();

        assertThat(grantedOf(send(cluster, AT_ONCE, holder, pass))).isEqualTo(1);
        assertThat(cluster.first().demo().credentials(holder.person()).findValuesAsText("type"))
                .doesNotContain("tmfa-access-pass");
    }

    @Test
    void usedCodesAreUsedAtTheOtherNode(KeycloakCluster cluster) {
        Holder holder = Holder.create(cluster.first());
        String step = holder.app().codeIn(1);

        assertThat(holder.logIn(cluster.first(), step).isGranted()).isTrue();
        holder.assertRefused(cluster.second(), step, "used_code");
        for (int i = 0; i < 2; i++) {
            String code = holder.codes().get(i);
            assertThat(holder.logIn(cluster.nodes().get(i), code).isGranted()).isTrue();
            holder.assertRefused(cluster.nodes().get(1 - i), code, "wrong_code");
        }
    }

    @Test
    void parallelGuessingOverBothNodesGainsNothing(KeycloakCluster cluster) throws Exception {
        Holder holder = Holder.create(cluster.first());

        List<Tokens> answers = send(cluster, 2 * AT_ONCE, holder, holder.app().wrongCode());

        assertThat(answers).extracting(answer -> answer.answer().status()).containsOnly(400, 429);
        assertThat(answers)
                .filteredOn(answer -> answer.errorDescription().equals("The code was incorrect."))
                .hasSize(10);
        List<String> reasons = RealmAdmin.list(cluster.first()
                        .demo()
                        .get("/events?max=300&type=LOGIN_ERROR&user="
                                + holder.person().id()))
                .stream()
                .map(event -> event.at("/details/reason").asText())
                .toList();
        assertThat(reasons)
                .containsOnly("wrong_code", "too_many_attempts")
                .filteredOn("wrong_code"::equals)
                .hasSize(10);
        for (KeycloakNode node : cluster.nodes()) {
            Tokens blocked = holder.logIn(node, holder.codes().get(0));
            assertThat(blocked.answer().status()).isEqualTo(429);
            assertThat(Integer.parseInt(blocked.answer().header("Retry-After").orElseThrow()))
                    .isBetween(3400, 3600);
        }
    }

    private static void limits(KeycloakCluster cluster, int perHour, int perDay) {
        cluster.first()
                .demo()
                .update(realm -> realm.withObjectProperty("attributes")
                        .put("tenant-mfa.max-failures-per-hour", Integer.toString(perHour))
                        .put("tenant-mfa.max-failures-per-day", Integer.toString(perDay)));
    }

    private static List<Tokens> send(KeycloakCluster cluster, int times, Holder holder, String code) throws Exception {
        return AtOnce.run(times, i -> holder.logIn(cluster.nodes().get(i % 2), code));
    }

    private static long grantedOf(List<Tokens> answers) {
        assertThat(answers)
                .allMatch(answer -> answer.isGranted()
                        || answer.error().equals("invalid_grant")
                                && answer.answer().status() == 400);
        return answers.stream().filter(Tokens::isGranted).count();
    }
}
