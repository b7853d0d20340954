package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.Handovers.call;
import static dev.tenantmfa.it.mfa.Handovers.leaving;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may not convert apps, and what is refused. */
@KeycloakIntegration
class HandoverRefusalsIT {
    private static final String CONVERT = "tenant-mfa.convert-built-in-otp";

    @Test
    void whereAppsWouldComeBackTheCallIsRefused(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();

        JsonNode problem = call(keycloak, realm, Map.of()).expect(409).json();

        assertThat(problem.get("code").asText()).isEqualTo("converts_back");
        assertThat(problem.get("detail").asText()).contains(CONVERT);
    }

    @Test
    void needsTheRightsOverTheRealmAndAllOfItsPeople(KeycloakServer keycloak) {
        RealmAdmin realm = leaving(keycloak, "handover-rights");
        try {
            for (List<String> roles : List.of(
                    List.<String>of(), List.of("manage-users"), List.of("manage-realm"), List.of("view-users"))) {
                assertThat(call(keycloak, realm, tokenWith(keycloak, realm, roles), Map.of())
                                .status())
                        .as("%s", roles)
                        .isEqualTo(403);
            }
            assertThat(call(keycloak, realm, null, Map.of()).status()).isEqualTo(401);

            String both = tokenWith(keycloak, realm, List.of("manage-users", "manage-realm"));

            assertThat(call(keycloak, realm, both, Map.of()).status()).isEqualTo(200);
        } finally {
            realm.delete();
        }
    }

    @Test
    void badBodiesAreRefused(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        for (String body : List.of(
                "[]",
                "{\"max\":0}",
                "{\"max\":501}",
                "{\"first\":-1}",
                "{\"first\":2147483647}",
                "{\"max\":\"3\"}",
                "{\"remove_other_factors\":1}",
                "{\"unknown\":1}")) {
            assertThat(call(keycloak, realm, keycloak.admin().freshToken(), body)
                            .status())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(call(keycloak, realm, keycloak.admin().freshToken(), null).status())
                .isEqualTo(415);
    }

    private static String tokenWith(KeycloakServer keycloak, RealmAdmin realm, List<String> roles) {
        Person person = realm.newPerson();
        String client = realm.client("realm-management").get("id").asText();
        for (String role : roles) {
            JsonNode found = realm.get("/clients/" + client + "/roles/" + role)
                    .expect(200)
                    .json();
            realm.post("/users/" + person.id() + "/role-mappings/clients/" + client, List.of(found))
                    .expect(204);
        }
        return OidcClient.of(keycloak.base(), realm.name(), "admin-cli")
                .password(person)
                .accessToken();
    }
}
