package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Tokens;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.StoredFactors.dropPassword;
import static dev.tenantmfa.it.mfa.StoredFactors.withCredential;
import static org.assertj.core.api.Assertions.assertThat;

/** Who may not begin a setup by REST. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MfaApiSetupRefusalsIT {
    @Test
    void tokenAloneBeginsNothing(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);

        api.post("setup", Map.of()).expect(400);
        assertThat(MfaApi.codeOf(api.post("setup", Map.of("password", "guess")).expect(400)))
                .isEqualTo("wrong_password");
        api.get("qr-code").expect(404);
        assertThat(keycloak.demo().events(api.person(), "UPDATE_CREDENTIAL_ERROR"))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.at("/details/second_factor_result").asText())
                        .isEqualTo("wrong_password"));
    }

    @Test
    void whoHasASecondFactorOfAnyKindSetsUpNone(KeycloakServer keycloak) {
        MfaApi ours = MfaApi.ofSomebodyNew(keycloak).enable().api();
        assertThat(MfaApi.codeOf(ours.beginSetup().expect(409))).isEqualTo("mfa_already_enabled");
        ours.get("qr-code").expect(404);

        MfaApi otp = withCredential(
                keycloak,
                "otp",
                Map.of("value", "JBSWY3DPEHPK3PXP"),
                Map.of("subType", "totp", "digits", 6, "period", 30, "counter", 0, "algorithm", "HmacSHA1"));
        assertThat(MfaApi.codeOf(otp.beginSetup().expect(409))).isEqualTo("mfa_already_enabled");
        assertThat(MfaApi.texts(otp.status().get("methods"))).containsExactly("totp");

        MfaApi key = withCredential(
                keycloak,
                "webauthn",
                Map.of(),
                Map.of("aaguid", "00000000-0000-0000-0000-000000000000", "credentialId", "AQ", "counter", 0));
        assertThat(MfaApi.codeOf(key.beginSetup().expect(409))).isEqualTo("mfa_already_enabled");
        assertThat(MfaApi.texts(key.status().get("methods"))).containsExactly("security-key");
        assertThat(MfaApi.codeOf(key.code("verify", "123456").expect(409))).isEqualTo("mfa_not_enabled");
    }

    @Test
    void accountWithoutAPasswordNeedsAFreshLogin(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        MfaApi later = MfaApi.logIn(keycloak, api.person());
        dropPassword(keycloak, api.person());

        JsonNode setup = api.post("setup", Map.of()).expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        api.post("enable", Map.of("code", app.code(), "sign_out_others", false)).expect(200);
        keycloak.clock().advance(Duration.ofSeconds(31));
        api.code("disable", app.code()).expect(200);
        keycloak.clock().advance(Duration.ofMinutes(6));
        Tokens refreshed = keycloak.client("demo-cli").refresh(later.tokens());
        MfaApi stale = new MfaApi(keycloak, api.person(), refreshed);

        Answer refused = stale.post("setup", Map.of()).expect(401);
        assertThat(MfaApi.codeOf(refused)).isEqualTo("insufficient_user_authentication");
        assertThat(refused.header("WWW-Authenticate").orElseThrow())
                .contains("insufficient_user_authentication", "max_age=\"300\"")
                .doesNotContain("acr_values");
    }
}
