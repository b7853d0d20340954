package dev.tenantmfa.it.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.ClusterIntegration;
import dev.tenantmfa.it.KeycloakCluster;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Installations at two nodes of the same realm. */
@ClusterIntegration
@Tag("stateless")
class InstallClusterIT {
    private static final int ROUNDS = 5;

    @Test
    void ofInstallationsAtBothNodesAtOnceOneIsMade(KeycloakCluster cluster) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            String name = newRealm(cluster);
            JsonNode before = everything(cluster.first(), name);
            String plan = post(cluster.first(), name, "install", Map.of("dry_run", true))
                    .expect(200)
                    .json()
                    .get("plan_id")
                    .asText();
            // Both nodes have the realm in their caches.
            assertThat(states(cluster.second(), name)).doesNotContain("GUARDED");

            List<Answer> answers = AtOnce.run(
                    4,
                    i -> post(
                            cluster.nodes().get(i % 2),
                            name,
                            "install",
                            i < 2 ? Map.of("plan_id", plan) : Map.of("dry_run", false)));

            assertOneDidIt(answers);
            assertBothSee(cluster, name, "GUARDED");
            JsonNode wired = everything(cluster.first(), name);
            assertThat(everything(cluster.second(), name)).isEqualTo(wired);
            assertThat(wired.findValuesAsText("alias")).noneMatch(alias -> alias.endsWith(" 2"));
            for (KeycloakNode node : cluster.nodes()) {
                assertThat(post(node, name, "install", Map.of("dry_run", false))
                                .expect(200)
                                .json()
                                .get("changes"))
                        .isEmpty();
            }

            String back = post(cluster.second(), name, "uninstall", Map.of("dry_run", true))
                    .expect(200)
                    .json()
                    .get("plan_id")
                    .asText();
            List<Answer> removals =
                    AtOnce.run(2, i -> post(cluster.nodes().get(i), name, "uninstall", Map.of("plan_id", back)));

            assertOneDidIt(removals);
            assertBothSee(cluster, name, "OPEN");
            assertThat(everything(cluster.first(), name)).isEqualTo(before);
            assertThat(everything(cluster.second(), name)).isEqualTo(before);
            cluster.first().admin().realm(name).delete();
        }
    }

    @Test
    void openLoginMethodsAreCountedByBothNodes(KeycloakCluster cluster) {
        String name = newRealm(cluster);
        post(cluster.first(), name, "install", Map.of("dry_run", false)).expect(200);
        assertBothCount(cluster, name, 0);

        RealmAdmin realm = cluster.second().admin().realm(name);
        realm.create("/identity-provider/instances", Map.of("alias", "open", "providerId", "google"));
        assertBothCount(cluster, name, 1);

        realm.update(renamed -> renamed.put("realm", name + "-2"));
        assertBothCount(cluster, name + "-2", 1);
        assertBothCount(cluster, name, 0);

        cluster.first().admin().realm(name + "-2").delete();
        assertBothCount(cluster, name + "-2", 0);
    }

    private static void assertBothCount(KeycloakCluster cluster, String realm, int open) {
        for (KeycloakNode node : cluster.nodes()) {
            Await.that(
                    node + " to count " + open + " open login methods of " + realm,
                    Duration.ofSeconds(15),
                    () -> node.metrics().value("tenant_mfa_open_login_methods", Map.of("realm", realm)) == open);
        }
    }

    private static void assertOneDidIt(List<Answer> answers) {
        assertThat(answers).extracting(Answer::status).containsOnly(200, 409);
        assertThat(answers)
                .filteredOn(answer ->
                        answer.status() == 200 && !answer.json().get("changes").isEmpty())
                .hasSize(1);
    }

    private static void assertBothSee(KeycloakCluster cluster, String name, String state) {
        for (KeycloakNode node : cluster.nodes()) {
            Await.that(
                    node + " to see that the realm is " + state,
                    Duration.ofSeconds(5),
                    () -> states(node, name).stream().allMatch(state::equals));
        }
    }

    private static String newRealm(KeycloakCluster cluster) {
        String name = "shop-" + UUID.randomUUID().toString().substring(0, 8);
        RealmAdmin realm = cluster.first()
                .admin()
                .createRealm(Map.of(
                        "realm",
                        name,
                        "enabled",
                        true,
                        "sslRequired",
                        "none",
                        "organizationsEnabled",
                        true,
                        "registrationAllowed",
                        true,
                        "resetPasswordAllowed",
                        true));
        return realm.name();
    }

    private static Answer post(KeycloakNode node, String realm, String call, Map<String, ?> body) {
        return node.admin().realm(realm).post("/mfa/" + call, body);
    }

    private static JsonNode everything(KeycloakNode node, String realm) {
        return Json.sortSets(node.admin()
                .realm(realm)
                .post("/partial-export?exportClients=true&exportGroupsAndRoles=true", "")
                .expect(200)
                .json());
    }

    /** Of the login methods, as the doctor says. */
    private static List<String> states(KeycloakNode node, String realm) {
        return node.admin()
                .realm(realm)
                .get("/mfa/doctor")
                .expect(200)
                .json()
                .get("login_methods")
                .findValuesAsText("state");
    }
}
