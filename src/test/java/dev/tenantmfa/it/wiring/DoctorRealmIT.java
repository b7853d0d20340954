package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the doctor says of the rest of a realm. */
@KeycloakIntegration
@WithoutBruteForceProtector
class DoctorRealmIT extends ExistingRealms {

    DoctorRealmIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void requiredActionsOfBothSides() {
        ExistingRealm realm = wired();
        Person waiting = realm.admin().newPerson();
        realm.admin().require(waiting, "CONFIGURE_TOTP");
        assertThat(Fixes.finding(realm, "pending-built-in-setup").get("users").asInt())
                .isEqualTo(1);
        Fixes.mend(realm, "pending-built-in-setup");

        Fixes.action(realm, "CONFIGURE_TOTP", true);
        assertThat(realm.findings()).containsExactly("built-in-action");
        Fixes.run(realm, Fixes.finding(realm, "built-in-action").get("fix").asText());

        Fixes.action(realm, "tmfa-configure", false);
        assertThat(realm.findings()).containsExactly("action-disabled");
        Fixes.run(realm, Fixes.finding(realm, "action-disabled").get("fix").asText());

        realm.admin().delete("/authentication/required-actions/tmfa-configure").expect(204);
        assertThat(realm.findings()).containsExactly("action-not-registered");
        Fixes.run(
                realm, Fixes.finding(realm, "action-not-registered").get("fix").asText());
        assertThat(realm.findings()).isEmpty();
    }

    @Test
    void gateEventsMailAndScope() {
        ExistingRealm realm = wired();
        realm.admin()
                .updateClient(
                        "app", client -> client.withObjectProperty("attributes").put("tenant-mfa.gate", "off"));
        realm.admin().update(representation -> {
            representation.put("eventsEnabled", false);
            representation.putObject("smtpServer");
        });
        String scope = scope(realm);
        realm.admin().delete("/client-scopes/" + scope).expect(204);

        assertThat(realm.findings()).containsExactlyInAnyOrder("gate-off", "events-off", "no-mail", "no-scope");

        Fixes.mend(realm, "no-scope");
    }

    @Test
    void policiesThatMakeNoSense() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());
        organization(realm, "birch", Map.of("tenant-mfa.required-for", List.of("EVERYBODY")));
        organization(realm, "cedar", Map.of("tenant-mfa.allowed-methods", List.of("sms")));
        organization(realm, "elm", Map.of("tenant-mfa.required-for", List.of("ALL")));
        realm.admin().setAttribute("tenant-mfa.required-for", "all");

        assertThat(realm.findings()).containsExactlyInAnyOrder("policy-value", "policy-value", "policy-unfulfillable");
        assertThat(Fixes.finding(realm, "policy-unfulfillable").get("path").asText())
                .isEqualTo("organization cedar = sms");

        realm.installed(Map.of("message_codes", true));
        assertThat(realm.findings()).containsExactlyInAnyOrder("policy-value", "policy-value");
    }

    private static void organization(ExistingRealm realm, String alias, Map<String, ?> attributes) {
        realm.admin()
                .create(
                        "/organizations",
                        Map.of(
                                "name",
                                alias,
                                "alias",
                                alias,
                                "domains",
                                List.of(Map.of("name", alias + ".test")),
                                "attributes",
                                attributes));
    }

    private static String scope(ExistingRealm realm) {
        for (JsonNode scope : realm.admin().get("/client-scopes").expect(200).json()) {
            if (scope.get("name").asText().equals("tenant-mfa")) {
                return scope.get("id").asText();
            }
        }
        throw new AssertionError("no scope");
    }
}
