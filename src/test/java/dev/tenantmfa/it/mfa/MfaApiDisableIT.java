package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.StoredFactors.withCredential;
import static org.assertj.core.api.Assertions.assertThat;

/** The removal of a second factor by REST. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MfaApiDisableIT {
    @Test
    void disableTakesPasswordAndCodeAndWrongPasswordUsesNoCodeUp(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        MfaApi api = enabled.api();
        String code = enabled.app().code();
        String password = api.person().password();

        Answer wrongPassword =
                api.post("disable", Map.of("password", "guess", "code", code)).expect(400);
        Answer wrongCode = api.post(
                        "disable",
                        Map.of("password", password, "code", enabled.app().wrongCode()))
                .expect(400);
        assertThat(wrongPassword.text()).isEqualTo(wrongCode.text());
        assertThat(MfaApi.codeOf(wrongCode)).isEqualTo("wrong_password_or_code");
        api.post("disable", Map.of("code", code)).expect(400);
        api.post("disable", Map.of("password", password)).expect(400);
        assertThat(api.status().get("enabled").asBoolean()).isTrue();

        api.post("disable", Map.of("password", password, "code", code)).expect(200);

        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        assertThat(MfaApi.texts(api.status().get("methods"))).isEmpty();
        assertThat(keycloak.client("demo-cli").password(api.person()).isGranted())
                .isTrue();
        assertThat(MfaApi.codeOf(api.post("disable", Map.of("password", password, "code", code))
                        .expect(409)))
                .isEqualTo("mfa_not_enabled");
        assertThat(keycloak.demo().events(api.person(), "REMOVE_CREDENTIAL"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/details/credential_type").asText())
                                .isEqualTo("tmfa-totp"));
        assertThat(keycloak.demo().events(api.person(), "REMOVE_CREDENTIAL_ERROR"))
                .hasSize(2);
        assertThat(keycloak.mailbox().awaitMailTo(api.person(), 2).subject()).isNotEmpty();
    }

    @Test
    void codeThatIsNoneTellsNothingAboutThePassword(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak).enable().api();

        for (String nothing : new String[] {"-", " - ", "()"}) {
            Answer right = api.post("disable", Map.of("password", api.person().password(), "code", nothing))
                    .expect(400);
            Answer wrong = api.post("disable", Map.of("password", "guess", "code", nothing))
                    .expect(400);
            assertThat(wrong.text()).as(nothing).isEqualTo(right.text());
        }
        assertThat(api.status().get("enabled").asBoolean()).isTrue();
    }

    @Test
    void disableIsRefusedWherePolicyDemandsTheFactor(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        Tenant.askingAll(keycloak.demo()).join(enabled.api().person());

        Answer refused = enabled.api()
                .post(
                        "disable",
                        Map.of(
                                "password",
                                enabled.api().person().password(),
                                "code",
                                enabled.app().code()))
                .expect(403);

        assertThat(MfaApi.codeOf(refused)).isEqualTo("mfa_required_by_policy");
        assertThat(enabled.api().verifies(enabled.app().code()))
                .as("the code was not used up")
                .isTrue();
    }

    @Test
    void builtInOtpIsDisabledWholly(KeycloakServer keycloak) {
        String secret = "JBSWY3DPEHPK3PXP";
        MfaApi api = withCredential(
                keycloak,
                "otp",
                Map.of("value", secret),
                Map.of("subType", "totp", "digits", 6, "period", 30, "counter", 0, "algorithm", "HmacSHA1"));
        // Keycloak takes the characters of a secret as its bytes.
        AuthenticatorApp app = new AuthenticatorApp(
                new org.apache.commons.codec.binary.Base32()
                        .encodeAsString(secret.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                keycloak.clock());

        api.post("disable", Map.of("password", api.person().password(), "code", app.code()))
                .expect(200);

        assertThat(api.status().get("enabled").asBoolean()).isFalse();
        assertThat(keycloak.demo().credentials(api.person())).hasSize(1);
    }
}
