package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.message.PhoneNetwork;
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
        realm.admin().require(waiting, "CONFIGURE_RECOVERY_AUTHN_CODES");
        assertThat(Fixes.finding(realm, "pending-built-in-setup").get("path").asText())
                .isEqualTo("required action CONFIGURE_RECOVERY_AUTHN_CODES");
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

        for (String id : List.of("gate-off", "events-off", "no-mail", "no-scope")) {
            Fixes.mend(realm, id);
        }
        assertThat(realm.findings()).isEmpty();
    }

    @Test
    void policiesThatMakeNoSense() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());
        realm.organization("birch", Map.of("tenant-mfa.required-for", List.of("EVERYBODY")));
        PhoneNetwork.THE.servesOpenly(realm.admin());
        realm.organization("cedar", Map.of("tenant-mfa.allowed-methods", List.of("sms")));
        realm.organization("elm", Map.of("tenant-mfa.required-for", List.of("ALL")));
        realm.admin().setAttribute("tenant-mfa.required-for", "all");

        assertThat(realm.findings()).containsExactlyInAnyOrder("policy-value", "policy-value", "policy-unfulfillable");
        assertThat(Fixes.finding(realm, "policy-unfulfillable").get("path").asText())
                .isEqualTo("organization cedar / tenant-mfa.allowed-methods = sms");

        Fixes.mend(realm, "policy-unfulfillable");
        while (!realm.findings().isEmpty()) {
            Fixes.run(realm, Fixes.finding(realm, "policy-value").get("fix").asText());
        }
        assertThat(realm.admin()
                        .representation()
                        .at("/attributes/tenant-mfa.required-for")
                        .asText())
                .isEqualTo("ALL");
    }

    @Test
    void eachAttributeOfAPolicy() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());
        realm.organization(
                "ash",
                Map.of(
                        "tenant-mfa.grace-period-days", List.of("soon"),
                        "tenant-mfa.starts-at", List.of("tomorrow"),
                        "tenant-mfa.allowed-methods", List.of("totp", "pigeon"),
                        "tenant-mfa.max-age-hours", List.of("-1"),
                        "tenant-mfa.trusted-device-days", List.of("1000"),
                        "tenant-mfa.accept-upstream", List.of("perhaps")));
        realm.organization("beech", Map.of("tenant-mfa.allowed-methods", List.of("sms", "totp")));
        realm.admin().setAttribute("tenant-mfa.max-age-hours", "never");

        assertThat(paths(realm, "policy-value"))
                .containsExactlyInAnyOrder(
                        "organization ash / tenant-mfa.grace-period-days = soon",
                        "organization ash / tenant-mfa.starts-at = tomorrow",
                        "organization ash / tenant-mfa.allowed-methods = pigeon, totp",
                        "organization ash / tenant-mfa.max-age-hours = -1",
                        "organization ash / tenant-mfa.trusted-device-days = 1000",
                        "organization ash / tenant-mfa.accept-upstream = perhaps",
                        "realm attribute tenant-mfa.max-age-hours = never");
        assertThat(realm.findings()).as("beech is right").containsOnly("policy-value");

        while (!realm.findings().isEmpty()) {
            Fixes.run(realm, Fixes.finding(realm, "policy-value").get("fix").asText());
        }
    }

    /** A tenant is never laxer than its realm: what both allow counts. */
    @Test
    void tenantAndRealmTogetherMayAllowNothing() {
        ExistingRealm realm = realm(true);
        realm.installed(Map.of());
        PhoneNetwork.THE.servesOpenly(realm.admin());
        realm.organization("fir", Map.of("tenant-mfa.allowed-methods", List.of("totp,sms")));
        realm.admin().setAttribute("tenant-mfa.allowed-methods", "sms");

        assertThat(paths(realm, "policy-unfulfillable"))
                .containsExactly(
                        "realm attribute tenant-mfa.allowed-methods = sms",
                        "organization fir / tenant-mfa.allowed-methods = totp,sms");

        Fixes.mend(realm, "policy-unfulfillable");
    }

    @Test
    void scopeWithoutMappers() {
        ExistingRealm realm = wired();
        String mappers = "/client-scopes/" + scope(realm) + "/protocol-mappers/models";
        for (JsonNode mapper : realm.admin().get(mappers).expect(200).json()) {
            realm.admin().delete(mappers + "/" + mapper.get("id").asText()).expect(204);
        }

        assertThat(realm.findings()).containsExactly("mapper-missing", "mapper-missing");
        assertThat(paths(realm, "mapper-missing"))
                .containsExactlyInAnyOrder(
                        "client scope tenant-mfa / tmfa-tenant-mapper",
                        "client scope tenant-mfa / oidc-audience-mapper");

        while (!realm.findings().isEmpty()) {
            Fixes.run(realm, Fixes.finding(realm, "mapper-missing").get("fix").asText());
        }
        Fixes.run(
                realm, Fixes.finding(realm, "scope-unused").get("fix").asText().replace("CLIENT_ID", "app"));
        Person person = realm.admin().newPerson();
        assertThat(realm.app().password(person).claims().get("aud").toString()).contains("tenant-mfa");
    }

    static List<String> paths(ExistingRealm realm, String id) {
        return Fixes.findings(realm).stream()
                .filter(finding -> finding.get("id").asText().equals(id))
                .map(finding -> finding.get("path").asText())
                .toList();
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
