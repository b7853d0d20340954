package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A password grant that was answered {@code mfa_required} goes on with {@code mfa_token} and a code. */
@KeycloakIntegration
class MfaGrantsIT {

    private static final String GRANT = "http://auth0.com/oauth/grant-type/";

    @Test
    void aTotpEndsTheLogin(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");

        Answer required = cli.password(enrolled.person()).answer();
        Tokens tokens = otp(cli, token(required), enrolled.app().code());

        assertThat(required.status()).isEqualTo(403);
        assertThat(required.json().path("mfa_requirements").toString())
                .isEqualTo("{\"challenge\":[{\"type\":\"otp\"},{\"type\":\"recovery-code\"}]}");
        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().path("sub").asText()).isNotEmpty();
        assertThat(cli.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void aBackupCodeEndsTheLogin(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String token = token(cli.password(enrolled.person()).answer());

        Tokens tokens = cli.token(Map.of(
                "grant_type",
                GRANT + "mfa-recovery-code",
                "mfa_token",
                token,
                "recovery_code",
                enrolled.codes().get(2)));

        assertThat(tokens.isGranted()).isTrue();
    }

    @Test
    void eachGrantTakesItsOwnKindOfCode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String token = token(cli.password(enrolled.person()).answer());

        Tokens backupCodeAsTotp = otp(cli, token, enrolled.codes().get(0));

        assertThat(backupCodeAsTotp.error()).isEqualTo("invalid_grant");
        assertThat(backupCodeAsTotp.errorDescription()).isEqualTo("The code was incorrect.");
        assertThat(enrolled.grant(cli, enrolled.codes().get(0)).isGranted())
                .as("the code was not used up")
                .isTrue();
    }

    @Test
    void theTokenIsGoodForOneSuccess(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String token = token(cli.password(enrolled.person()).answer());

        assertThat(otp(cli, token, enrolled.app().code()).isGranted()).isTrue();
        keycloak.clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        assertThat(otp(cli, token, enrolled.app().code()).error()).isEqualTo("invalid_grant");
    }

    @Test
    void theTokenDiesWithTime(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String token = token(cli.password(enrolled.person()).answer());

        keycloak.clock().advance(Duration.ofMinutes(10));

        assertThat(otp(cli, token, enrolled.app().code()).errorDescription())
                .isEqualTo("The mfa_token is invalid or expired.");
    }

    private static Tokens otp(OidcClient client, String token, String code) {
        return client.token(Map.of("grant_type", GRANT + "mfa-otp", "mfa_token", token, "otp", code));
    }

    private static String token(Answer required) {
        return required.expect(403).json().path("mfa_token").asText();
    }
}
