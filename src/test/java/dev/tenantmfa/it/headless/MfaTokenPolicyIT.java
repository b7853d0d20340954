package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.tenant.TenantFixture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds for a grant with a token that waits for a code, as for the request before it. */
@KeycloakIntegration
class MfaTokenPolicyIT {
    @Test
    void scopesOfTheFirstRequestHold(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        MfaToken offline = MfaToken.of(
                keycloak,
                enrolled.person(),
                "tenant",
                tenant.alias(),
                "scope",
                "openid offline_access organization:" + tenant.alias());

        Tokens tokens = offline.grant("mfa-otp", "otp", enrolled.app().code(), "scope", "openid email");

        assertThat(tokens.claims().path("scope").asText()).contains("offline_access", "organization:");
        assertThat(tokens.claims().path("organization").toString()).contains(tenant.alias());
        assertThat(tokens.claims().path("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tokens.claims().path("amr").toString()).contains("pwd", "otp");
        Tokens refreshed = keycloak.client("demo-cli").refresh(tokens);
        assertThat(refreshed.claims().path("mfa").asBoolean()).isTrue();
    }

    @Test
    void requiredActionsHoldHereToo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        keycloak.demo().require(enrolled.person(), "UPDATE_PASSWORD");

        Tokens refused = token.otp(enrolled.app().code());

        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Account is not fully set up");
    }

    @Test
    void whatTheClientMayNotHoldsHereToo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        try {
            keycloak.demo().updateClient("demo-cli", client -> client.put("consentRequired", true));
            assertThat(token.otp(enrolled.app().code()).error()).isEqualTo("invalid_client");
            keycloak.demo()
                    .updateClient(
                            "demo-cli",
                            client -> client.put("consentRequired", false).put("directAccessGrantsEnabled", false));
            assertThat(token.otp(enrolled.app().code()).error()).isEqualTo("unauthorized_client");
            assertThat(token.call("GET", "authenticators", null).status()).isEqualTo(401);
        } finally {
            keycloak.demo()
                    .updateClient(
                            "demo-cli",
                            client -> client.put("consentRequired", false).put("directAccessGrantsEnabled", true));
        }
    }

    @Test
    void aPolicyAgainstPasswordGrantsHoldsHereToo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        RealmAdmin realm = keycloak.demo();
        JsonNode profiles = realm.get("/client-policies/profiles").expect(200).json();
        JsonNode policies = realm.get("/client-policies/policies").expect(200).json();
        ObjectNode stricterProfiles = profiles.deepCopy();
        ObjectNode profile =
                stricterProfiles.withArrayProperty("profiles").addObject().put("name", "no-passwords");
        profile.putArray("executors")
                .addObject()
                .put("executor", "reject-ropc-grant")
                .putObject("configuration")
                .put("auto-configure", false);
        ObjectNode stricterPolicies = policies.deepCopy();
        ObjectNode policy = stricterPolicies
                .withArrayProperty("policies")
                .addObject()
                .put("name", "no-passwords")
                .put("enabled", true);
        policy.putArray("conditions").addObject().put("condition", "any-client").putObject("configuration");
        policy.putArray("profiles").add("no-passwords");
        try {
            realm.put("/client-policies/profiles", stricterProfiles).expect(204);
            realm.put("/client-policies/policies", stricterPolicies).expect(204);

            Tokens refused = token.otp(enrolled.app().code());

            assertThat(refused.answer().status()).isEqualTo(400);
            assertThat(refused.error()).isEqualTo("invalid_grant");
            assertThat(refused.errorDescription()).contains("resource owner password credentials");
        } finally {
            realm.put("/client-policies/policies", policies).expect(204);
            realm.put("/client-policies/profiles", profiles).expect(204);
        }
    }
}
