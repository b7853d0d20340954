package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A person's own second factor by REST: what works, and what a stolen token cannot do. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MfaApiIT {
    @Test
    void pastedCodesAreReadAsOnAPage(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        int list = 0;
        for (String around :
                List.of("\u2066%s\u2069", "\u202A%s\u202C", "\t%s\n", "(%s)", "\u200B".repeat(80) + "%s")) {
            assertThat(enabled.api().verifies(around.formatted(enabled.codes().get(list++))))
                    .as(around)
                    .isTrue();
        }
    }

    @Test
    void regenerateKillsTheOldCodesAndTakesAFreshCodeOnly(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        MfaApi api = enabled.api();
        String code = enabled.app().code();
        assertThat(MfaApi.codeOf(
                        api.code("backup-codes/regenerate", enabled.first()).expect(400)))
                .as("the code of the set-up")
                .isEqualTo("wrong_code");

        List<String> fresh = MfaApi.texts(
                api.code("backup-codes/regenerate", code).expect(200).json().get("backup_codes"));

        assertThat(fresh).hasSize(8).doesNotContainAnyElementsOf(enabled.codes());
        api.code("backup-codes/regenerate", code).expect(400);
        assertThat(api.verifies(enabled.codes().get(0))).isFalse();
        assertThat(api.verifies(fresh.get(0))).isTrue();
        assertThat(api.status().get("backup_codes_remaining").asInt()).isEqualTo(7);
        List<String> again = MfaApi.texts(api.code("backup-codes/regenerate", fresh.get(1))
                .expect(200)
                .json()
                .get("backup_codes"));
        assertThat(keycloak.client("demo-cli")
                        .password(api.person(), "totp", again.get(2))
                        .isGranted())
                .isTrue();
        assertThat(keycloak.demo().events(api.person(), "UPDATE_CREDENTIAL").stream()
                        .filter(event ->
                                event.at("/details/credential_type").asText().equals("tmfa-backup-codes")))
                .hasSize(2);
    }

    @Test
    void verifyUsesACodeUpAsALoginDoesAndIsNoLogin(KeycloakServer keycloak) {
        MfaApi before = MfaApi.ofSomebodyNew(keycloak);
        MfaApi.Enabled enabled = MfaApi.logIn(keycloak, before.person()).enable();
        String code = enabled.app().code();

        JsonNode right = before.code("verify", code).expect(200).json();
        assertThat(right).isEqualTo(Json.parse("{\"valid\":true,\"method\":\"totp\"}"));
        assertThat(before.code("verify", code).expect(200).json()).isEqualTo(Json.parse("{\"valid\":false}"));
        assertThat(keycloak.client("demo-cli")
                        .password(before.person(), "totp", code)
                        .isGranted())
                .isFalse();
        JsonNode list =
                before.code("verify", enabled.codes().get(3)).expect(200).json();
        assertThat(list.get("method").asText()).isEqualTo("backup-code");
        assertThat(before.verifies(enabled.codes().get(3))).isFalse();

        JsonNode status = before.status();
        assertThat(status.get("backup_codes_remaining").asInt()).isEqualTo(7);
        assertThat(Instant.parse(status.get("last_used_at").asText()))
                .isAfter(keycloak.clock().instant().minusSeconds(60));
        assertThat(keycloak.client("demo-cli")
                        .refresh(before.tokens())
                        .claims()
                        .get("mfa")
                        .asBoolean())
                .as("the session stays one without a second factor")
                .isFalse();
        assertThat(MfaApi.codeOf(
                        MfaApi.ofSomebodyNew(keycloak).code("verify", "123456").expect(409)))
                .isEqualTo("mfa_not_enabled");
    }

    @Test
    void attemptsAreTheCallersOwnNewestFirst(KeycloakServer keycloak) {
        MfaApi.Enabled enabled = MfaApi.ofSomebodyNew(keycloak).enable();
        MfaApi api = enabled.api();
        api.verifies(enabled.app().wrongCode());
        keycloak.clock().advance(Duration.ofSeconds(2));
        api.verifies(enabled.codes().get(0));
        keycloak.clock().advance(Duration.ofSeconds(2));
        api.post("disable", Map.of("password", "wrong", "code", "123456"));
        keycloak.clock().advance(Duration.ofSeconds(2));
        Enrolled other = Enrolled.create(keycloak);
        assertThat(keycloak.client("demo-cli")
                        .password(api.person(), "totp", enabled.app().code())
                        .isGranted())
                .isTrue();

        JsonNode attempts = api.get("attempts").expect(200).json();

        assertThat(attempts)
                .extracting(attempt -> attempt.get("type").asText()
                        + " "
                        + attempt.get("success").asBoolean())
                .containsExactly("totp true", "password false", "backup-code true", "totp false", "totp true");
        assertThat(attempts).allSatisfy(attempt -> {
            assertThat(attempt.get("client_id").asText()).isEqualTo("demo-cli");
            assertThat(attempt.get("user_agent").asText()).startsWith("Java-http-client");
            assertThat(attempt.get("ip_address").asText()).isNotEmpty();
        });
        assertThat(api.get("attempts?max=2").expect(200).json()).hasSize(2);
        String third = attempts.get(2).get("created_at").asText();
        assertThat(api.get("attempts?before=" + third).expect(200).json()).hasSize(2);
        api.get("attempts?max=0").expect(400);
        api.get("attempts?before=yesterday").expect(400);
        assertThat(MfaApi.of(keycloak, other).get("attempts").expect(200).json())
                .as("set-up in a browser")
                .hasSize(1);
    }

    @Test
    void attemptsNeedStoredEvents(KeycloakServer keycloak) {
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        RealmAdmin realm = keycloak.demo();
        JsonNode events = realm.get("/events/config").expect(200).json();
        try {
            realm.put("/events/config", ((ObjectNode) events.deepCopy()).put("eventsEnabled", false))
                    .expect(204);
            Answer refused = api.get("attempts").expect(409);
            assertThat(MfaApi.codeOf(refused)).isEqualTo("events_not_stored");
            ObjectNode few = events.deepCopy();
            few.putArray("enabledEventTypes").add("LOGIN").add("LOGIN_ERROR");
            realm.put("/events/config", few.put("eventsEnabled", true)).expect(204);
            assertThat(api.get("attempts").expect(409).text()).contains("UPDATE_CREDENTIAL");
        } finally {
            realm.put("/events/config", events).expect(204);
        }
    }

    @Test
    void secretsStandNowhereInClear(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        JsonNode pending = api.beginSetup().expect(200).json();
        assertNowhere(
                keycloak,
                mark,
                api.person(),
                pending.get("secret").asText(),
                MfaApi.texts(pending.get("backup_codes")));
        MfaApi.Enabled enabled = api.enable();
        api.verifies(enabled.codes().get(0));
        List<String> fresh =
                MfaApi.texts(api.code("backup-codes/regenerate", enabled.app().code())
                        .expect(200)
                        .json()
                        .get("backup_codes"));

        assertNowhere(keycloak, mark, api.person(), "no secret but codes", enabled.codes());
        assertNowhere(keycloak, mark, api.person(), "no secret but codes", fresh);
    }

    private static void assertNowhere(
            KeycloakServer keycloak, long mark, Person person, String secret, List<String> codes) {
        String everywhere = keycloak.support().database()
                + keycloak.support().singleUseObjects()
                + keycloak.log().textSince(mark)
                + keycloak.demo().events(person)
                + keycloak.demo().adminEvents(person);
        assertThat(everywhere).doesNotContain(secret).doesNotContain(codes);
    }
}
