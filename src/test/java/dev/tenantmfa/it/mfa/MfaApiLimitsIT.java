package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How much may be guessed under a token, and that guessing there harms nobody's login. */
@KeycloakIntegration
class MfaApiLimitsIT {

    private static final int AT_ONCE = 50;

    @Test
    void fiveFailuresEndItForThatSessionAlone(KeycloakServer keycloak) {
        MfaApi other = MfaApi.ofSomebodyNew(keycloak);
        MfaApi.Enabled enabled = MfaApi.logIn(keycloak, other.person()).enable();
        MfaApi api = enabled.api();
        String wrong = enabled.app().wrongCode();
        String password = api.person().password();
        assertThat(api.verifies(wrong)).isFalse();
        api.post("disable", Map.of("password", "guess", "code", wrong)).expect(400);
        api.post("disable", Map.of("password", password, "code", wrong)).expect(400);
        api.code("backup-codes/regenerate", wrong).expect(400);
        for (int i = 0; i < 10; i++) {
            assertThat(api.verifies("no code at all")).as("no attempt").isFalse();
        }
        assertThat(api.verifies(wrong)).isFalse();

        String code = enabled.app().code();
        for (Answer blocked : List.of(
                api.code("verify", code),
                api.code("backup-codes/regenerate", code),
                api.post("disable", Map.of("password", password, "code", code)))) {
            assertThat(MfaApi.codeOf(blocked.expect(429))).isEqualTo("too_many_attempts");
            assertThat(Integer.parseInt(blocked.header("Retry-After").orElseThrow()))
                    .isBetween(86_000, 86_400);
        }
        api.get("status").expect(200);
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(MfaApi.codeOf(new MfaApi(keycloak, api.person(), cli.refresh(api.tokens()))
                        .code("verify", code)
                        .expect(429)))
                .as("a fresh token of the same session")
                .isEqualTo("too_many_attempts");

        assertThat(other.verifies(enabled.codes().get(0))).as("another session").isTrue();
        assertThat(cli.password(api.person(), "totp", code).isGranted())
                .as("a login")
                .isTrue();
        assertThat(keycloak.demo().failures(api.person()))
                .as("what Keycloak's protector counted")
                .isZero();
        assertThat(other.status().get("locked_until").isNull()).isTrue();
    }

    @Test
    void passwordGuessesInSetupAreLimitedAndRightOnesAreNot(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        for (int i = 0; i < 7; i++) {
            api.beginSetup().expect(200);
        }
        for (int i = 0; i < 5; i++) {
            api.post("setup", Map.of("password", "guess " + i)).expect(400);
        }

        assertThat(MfaApi.codeOf(api.beginSetup().expect(429))).isEqualTo("too_many_attempts");
        MfaApi.logIn(keycloak, api.person()).beginSetup().expect(200);
        assertThat(keycloak.demo().failures(api.person())).isZero();
    }

    @Test
    void firstCodesAreLimitedToo(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        for (int i = 0; i < 5; i++) {
            api.code("enable", app.wrongCode()).expect(400);
        }

        assertThat(MfaApi.codeOf(api.code("enable", app.code()).expect(429))).isEqualTo("too_many_attempts");
        assertThat(api.status().get("enabled").asBoolean()).isFalse();
    }

    @Test
    void whomKeycloaksProtectorHoldsIsRefused(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        Person person = enabled.api().person();
        OidcClient cli = keycloak.client("demo-cli");
        Person stranger = new Person(person.id(), person.username(), null, "not the password");
        keycloak.demo().update(realm -> realm.put("failureFactor", 2));
        try {
            Await.that("the lock", Duration.ofSeconds(20), () -> {
                cli.password(stranger);
                return keycloak.demo().isLocked(person);
            });

            Answer refused = enabled.api().code("verify", enabled.app().code()).expect(403);

            assertThat(MfaApi.codeOf(refused)).isEqualTo("account_locked");
            assertThat(Instant.parse(enabled.api().status().get("locked_until").asText()))
                    .isAfter(keycloak.clock().instant());
        } finally {
            keycloak.demo().update(realm -> realm.put("failureFactor", 30));
        }
    }

    @Test
    void limitsOfLoginsStandInTheStatus(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        OidcClient cli = keycloak.client("demo-cli");
        Person person = enabled.api().person();
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
        try {
            for (int i = 0; i < 10; i++) {
                cli.password(person, "totp", enabled.app().wrongCode());
            }
            assertThat(Instant.parse(enabled.api().status().get("locked_until").asText()))
                    .isBetween(
                            keycloak.clock().instant().plusSeconds(3400),
                            keycloak.clock().instant().plusSeconds(3610));
            assertThat(enabled.api().verifies(enabled.app().code()))
                    .as("the session's budget is another one")
                    .isTrue();
        } finally {
            keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
        }
    }

    @Test
    void oneOfFiftyParallelVerificationsOfACodeIsValid(KeycloakServer keycloak) throws Exception {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        String code = enabled.app().code();

        List<Answer> answers = AtOnce.run(AT_ONCE, i -> enabled.api().code("verify", code));

        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 429);
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 200
                                && answer.json().get("valid").asBoolean()))
                .hasSize(1);
    }

    @Test
    void setUpThatIsConfirmedFiftyTimesAtOnceIsStoredOnce(KeycloakServer keycloak) throws Exception {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        String code = app.code();

        List<Answer> answers = AtOnce.run(AT_ONCE, i -> api.code("enable", code));

        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 409);
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(keycloak.demo().credentials(api.person()))
                .extracting(credential -> credential.get("type").asText())
                .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void renewalsAtOnceLeaveOneSet(KeycloakServer keycloak) throws Exception {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        List<String> codes = new ArrayList<>(enabled.codes());
        java.util.concurrent.ConcurrentLinkedQueue<String> left =
                new java.util.concurrent.ConcurrentLinkedQueue<>(codes);

        List<Answer> answers =
                AtOnce.run(8, i -> enabled.api().code("backup-codes/regenerate", String.valueOf(left.poll())));

        assertThat(answers).allMatch(answer -> List.of(200, 400, 409, 429).contains(answer.status()));
        assertThat(answers).anyMatch(answer -> answer.status() == 200);
        assertThat(keycloak.demo().credentials(enabled.api().person()))
                .extracting(credential -> credential.get("type").asText())
                .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }
}
