package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What a token of a login that waits for a code is good for, and for what it is not. */
@KeycloakIntegration
class MfaTokenIT {
    private static final String DEAD = "The mfa_token is invalid or expired.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void isItsClientsAndItsPersons(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Enrolled other = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        keycloak.admin().createRealm(Map.of("realm", "elsewhere", "enabled", true));
        OidcClient elsewhere = OidcClient.of(keycloak.base(), "elsewhere", "admin-cli");

        assertThat(token.with(keycloak.client("demo-signup"))
                        .otp(enrolled.app().code())
                        .errorDescription())
                .isEqualTo(DEAD);
        assertThat(token.with(elsewhere).otp(enrolled.app().code()).errorDescription())
                .isEqualTo(DEAD);
        assertThat(token.otp(other.app().code()).errorDescription()).isEqualTo("The code was incorrect.");
        assertThat(token.otp(enrolled.app().code()).isGranted())
                .as("after all that")
                .isTrue();
        keycloak.admin().realm("elsewhere").delete();
    }

    @Test
    void aWrongCodeLeavesItGoodUntilTheLimit(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        for (int i = 0; i < 10; i++) {
            Tokens wrong = Await.value(
                    "an answer",
                    PATIENCE,
                    () -> java.util.Optional.of(token.otp(enrolled.app().wrongCode()))
                            .filter(answer -> !answer.errorDescription().equals("Invalid user credentials")));
            assertThat(wrong.answer().status()).isEqualTo(400);
            assertThat(wrong.errorDescription()).isEqualTo("The code was incorrect.");
        }
        Tokens blocked = token.otp(enrolled.app().code());

        assertThat(blocked.answer().status()).isEqualTo(429);
        assertThat(blocked.error()).isEqualTo("too_many_attempts");
        assertThat(Integer.parseInt(blocked.answer().header("Retry-After").orElseThrow()))
                .isBetween(3000, 3600);
    }

    @Test
    void opensNothingElse(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        OidcClient cli = keycloak.client("demo-cli");

        assertThat(cli.userinfo(token.value()).status()).isEqualTo(401);
        for (String path : List.of("/tenants", "/tenants/me", "/mfa/status")) {
            Answer answer = Http.json("GET", URI.create(keycloak.base() + "/realms/demo" + path), token.value(), null);
            assertThat(answer.status()).as(path).isEqualTo(401);
        }
        assertThat(Http.json("GET", URI.create(keycloak.base() + "/admin/realms/demo"), token.value(), null)
                        .status())
                .isEqualTo(401);
        assertThat(cli.token(Map.of("grant_type", "refresh_token", "refresh_token", token.value()))
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(keycloak.client("demo-api")
                        .withSecret("demo-api-secret")
                        .introspect(token.value())
                        .json()
                        .path("active")
                        .asBoolean())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "tampered", "\u00e4\u00f6\u00fc", "line\nbreak", "%00", "{\"a\":1}"})
    void whatIsNoTokenIsRefusedAsSuch(String value, KeycloakServer keycloak) {
        MfaToken none = new MfaToken(keycloak, keycloak.client("demo-cli"), value);

        Tokens answer = none.otp("123456");

        assertThat(answer.answer().status()).isEqualTo(400);
        // Of some values nothing is left once Keycloak has taken control characters out.
        assertThat(answer.error())
                .isIn(value.isEmpty() ? List.of("invalid_request") : List.of("invalid_request", "invalid_grant"));
    }

    @Test
    void badRequestsAreRefusedWithTheOAuthError(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        URI endpoint = URI.create(keycloak.base() + "/realms/demo/protocol/openid-connect/token");
        String form = Http.encode(Map.of(
                "grant_type", "http://auth0.com/oauth/grant-type/mfa-otp", "client_id", "demo-cli", "otp", "123456"));
        String last = token.value().endsWith("A") ? "B" : "A";
        String tampered = token.value().substring(0, 42) + last;

        assertThat(token.grant("mfa-otp").error()).isEqualTo("invalid_request");
        assertThat(token.grant("mfa-recovery-code", "otp", "123456").error()).isEqualTo("invalid_request");
        assertThat(token.grant("mfa-oob", "oob_code", "x").error()).isEqualTo("invalid_request");
        assertThat(token.grant("mfa-oob", "oob_code", "x", "binding_code", "123456")
                        .errorDescription())
                .isEqualTo("The code was incorrect.");
        assertThat(token.grant("mfa-otp", "otp", "\u0661\u0662\u0663\u0664\u0665\u0666")
                        .error())
                .isEqualTo("invalid_grant");
        assertThat(token.grant("mfa-otp", "otp", "1".repeat(3000)).error()).isEqualTo("invalid_grant");
        assertThat(token.grant("mfa-otp", "otp", "1".repeat(5000)).answer().status())
                .isEqualTo(400);
        assertThat(new MfaToken(keycloak, keycloak.client("demo-cli"), tampered)
                        .otp(enrolled.app().code())
                        .errorDescription())
                .isEqualTo(DEAD);
        Answer doubled = postRaw(endpoint, form + "&mfa_token=" + token.value() + "&mfa_token=" + token.value());
        assertThat(doubled.status()).isEqualTo(400);
        assertThat(doubled.json().path("error").asText()).isEqualTo("invalid_request");
        assertThat(Http.json("GET", URI.create(endpoint + "?" + form), null, null)
                        .status())
                .isEqualTo(405);
    }

    @Test
    void eventsSayWhichFactorAndLogsHoldNeitherTokenNorCode(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        // At once: after a wrong code Keycloak's protector holds the next password back for a moment.
        MfaToken second = MfaToken.of(keycloak, enrolled.person());
        String code = enrolled.app().code();
        String backupCode = enrolled.codes().get(6);
        token.recoveryCode("99999 99999");
        assertThat(token.otp(code).isGranted()).isTrue();
        assertThat(second.recoveryCode(backupCode).isGranted()).isTrue();

        List<JsonNode> logins = keycloak.demo().events(enrolled.person(), "LOGIN", "LOGIN_ERROR");
        assertThat(logins.get(0).at("/details/second_factor").asText()).isEqualTo("backup-code");
        assertThat(logins.get(0).at("/details/grant_type").asText()).endsWith("/mfa-recovery-code");
        assertThat(logins.get(1).at("/details/second_factor").asText()).isEqualTo("totp");
        assertThat(logins.get(2).at("/details/reason").asText()).isEqualTo("wrong_code");
        assertThat(logins.toString()).doesNotContain(token.value(), backupCode, "\"" + code + "\"");
        assertThat(keycloak.log().textSince(mark))
                .doesNotContain(token.value(), backupCode, backupCode.replace(" ", ""));
        assertThat(keycloak.support().singleUseObjects()).doesNotContain(token.value());
    }

    private static Answer postRaw(URI endpoint, String form) {
        return Http.send(java.net.http.HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(form)));
    }
}
