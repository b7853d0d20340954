package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.SqlLog;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a login finds its tenant by what a user types: by keys, so that the work does not grow with the number of tenants. */
@KeycloakIntegration
class TenantLookUpIT {

    private static final String PASSWORD = "Correct-Horse-7!";

    @Test
    void aliasInOtherCaseIsFoundByItsKeyOnceTheKeysWereCompared(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.admin()
                .createRealm(Map.of("realm", "look-up-" + UUID.randomUUID(), "enabled", true, "sslRequired", "none"));
        try {
            realm.update(representation -> representation.put("organizationsEnabled", true));
            realm.post("/mfa/install", Map.of("dry_run", false)).expect(200);
            realm.createClient(Map.of("clientId", "cli", "publicClient", true, "directAccessGrantsEnabled", true));
            member(realm, organization(realm, "First", "Fir-ST"));
            organization(realm, "Second", "second");
            OidcClient cli = OidcClient.of(keycloak.base(), realm.name(), "cli");
            assertThat(grant(cli, "fir-st")).isEqualTo(200);

            for (String typed : List.of("Fir-ST", "fir-st", "FIR-ST", "fIR-sT")) {
                assertThat(searches(
                                keycloak, () -> assertThat(grant(cli, typed)).isEqualTo(200)))
                        .as(typed)
                        .isEmpty();
            }
            for (String typed : List.of("fir-s", "SECOND", "%", "Second")) {
                assertThat(searches(
                                keycloak, () -> assertThat(grant(cli, typed)).isIn(400, 401)))
                        .as(typed)
                        .isEmpty();
            }

            String third = organization(realm, "Third", "THIRD");
            KeptPolicyIT.replaceAttributes(realm, third, Map.of("plan", List.of("gold")));
            member(realm, third);
            assertThat(searches(keycloak, () -> assertThat(grant(cli, "third")).isEqualTo(200)))
                    .as("a tool took the key of a name away")
                    .isNotEmpty();
        } finally {
            realm.delete();
        }
    }

    private static String organization(RealmAdmin realm, String name, String alias) {
        return realm.create("/organizations", Map.of("name", name, "alias", alias));
    }

    private static void member(RealmAdmin realm, String organization) {
        var found = realm.get("/users?username=ada").json();
        String id = found.isEmpty()
                ? realm.create(
                        "/users",
                        Map.of(
                                "username", "ada",
                                "enabled", true,
                                "email", "ada@example.test",
                                "emailVerified", true,
                                "firstName", "Ada",
                                "lastName", "Lovelace",
                                "credentials", List.of(Map.of("type", "password", "value", PASSWORD))))
                : found.get(0).get("id").asText();
        realm.post("/organizations/" + organization + "/members", id).expect(201);
    }

    private static int grant(OidcClient cli, String tenant) {
        return cli.password(new Person("", "ada", null, PASSWORD), "tenant", tenant)
                .answer()
                .status();
    }

    private static List<String> searches(KeycloakServer keycloak, Runnable request) {
        return SqlLog.during(keycloak, request).stream()
                .filter(statement -> statement.contains("from ORG ")
                        && (statement.contains(" like ") || statement.contains("not exists")))
                .toList();
    }
}
