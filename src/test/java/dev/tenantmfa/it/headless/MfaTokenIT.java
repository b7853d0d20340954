package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What ends a login that waits for a code, and what it is not good for. */
@KeycloakIntegration
class MfaTokenIT {

    private static final String DEAD = "The mfa_token is invalid or expired.";
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void diesWhenThePersonLogsOut(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken before = MfaToken.of(keycloak, enrolled.person());

        keycloak.client("demo-app").logOut(enrolled.tokens());

        assertThat(before.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        MfaToken after = MfaToken.of(keycloak, enrolled.person());
        assertThat(after.otp(enrolled.app().code()).isGranted()).isTrue();
    }

    @Test
    void diesWhenAnAdministratorEndsTheSessions(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        keycloak.demo().logOut(enrolled.person());

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
    }

    @Test
    void diesWhenThePasswordChanges(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        keycloak.demo()
                .put(
                        "/users/" + enrolled.person().id() + "/reset-password",
                        Map.of("type", "password", "value", "Another-Horse-8!", "temporary", false))
                .expect(204);

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
    }

    @Test
    void diesWithTheAccount(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        keycloak.demo().updateUser(enrolled.person(), user -> user.put("enabled", false));

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(token.call("GET", "authenticators", null).status()).isEqualTo(401);
    }

    @Test
    void doesNotComeBackWithTheAccount(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        keycloak.demo().updateUser(enrolled.person(), user -> user.put("enabled", false));
        keycloak.demo().updateUser(enrolled.person(), user -> user.put("enabled", true));

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(MfaToken.of(keycloak, enrolled.person())
                        .otp(enrolled.app().code())
                        .isGranted())
                .as("a new one")
                .isTrue();
    }

    @Test
    void doesNotComeBackWithTheTenant(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        MfaToken ofTenant = MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias());
        for (boolean active : new boolean[] {false, true}) {
            keycloak.admin()
                    .request("PATCH", "/admin/realms/demo/tenants/" + tenant.id(), Map.of("is_active", active))
                    .expect(200);
        }

        assertThat(ofTenant.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias())
                        .otp(enrolled.app().code())
                        .isGranted())
                .as("a new one")
                .isTrue();
    }

    @Test
    void doesNotOpenASuspendedTenant(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), tenant.newMember("MEMBER"));
        MfaToken token = MfaToken.of(keycloak, enrolled.person(), "tenant", tenant.alias());

        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        Map.of("name", tenant.name(), "alias", tenant.alias(), "enabled", false))
                .expect(204);

        Tokens refused = token.otp(enrolled.app().code());
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(token.call("POST", "challenge", Map.of("client_id", "demo-cli"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void diesWhenThePersonIsLocked(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        MfaToken unused = MfaToken.of(keycloak, enrolled.person());
        keycloak.demo().update(realm -> realm.put("failureFactor", 2));
        try {
            Person guesser = new Person("", enrolled.person().username(), null, "wrong");
            Await.that("a lock", PATIENCE, () -> {
                keycloak.client("demo-cli").password(guesser);
                return keycloak.demo().isLocked(enrolled.person());
            });

            assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo("Invalid user credentials");
        } finally {
            keycloak.demo().update(realm -> realm.put("failureFactor", 30));
        }
        keycloak.demo()
                .delete("/attack-detection/brute-force/users/"
                        + enrolled.person().id())
                .expect(204);

        assertThat(token.otp(enrolled.app().code()).errorDescription()).isEqualTo(DEAD);
        assertThat(unused.otp(enrolled.app().code()).errorDescription())
                .as("one that nobody tried while the lock lasted")
                .isEqualTo(DEAD);
    }

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
    void isGoodForOneOfFiftyAtOnce(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        String code = enrolled.app().code();
        withoutProtector(keycloak, () -> {
            List<Tokens> answers = atOnce(20, 50, () -> token.otp(code));

            assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.answer().status()).isIn(200, 400, 429));
        });
    }

    @Test
    void isGoodForOneOfTwoRightCodesAtOnce(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        withoutProtector(keycloak, () -> {
            for (int round = 0; round < 4; round++) {
                MfaToken token = MfaToken.of(keycloak, enrolled.person());
                List<String> codes = enrolled.codes().subList(2 * round, 2 * round + 2);
                var next = codes.iterator();

                List<Tokens> answers = atOnce(2, 2, () -> {
                    String code;
                    synchronized (next) {
                        code = next.next();
                    }
                    return token.recoveryCode(code);
                });

                assertThat(answers).filteredOn(Tokens::isGranted).hasSize(1);
            }
        });
    }

    @Test
    void parallelGuessingGainsNothing(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        String wrong = enrolled.app().wrongCode();
        withoutProtector(keycloak, () -> {
            List<Tokens> answers = atOnce(20, 200, () -> token.otp(wrong));

            assertThat(answers)
                    .filteredOn(answer -> answer.answer().status() == 400)
                    .hasSizeLessThanOrEqualTo(10);
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.answer().status()).isIn(400, 429));
        });
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

    private interface Work {
        void run() throws Exception;
    }

    /** Keycloak's protector lets one attempt in at a time; without it our limits stand alone. */
    private static void withoutProtector(KeycloakServer keycloak, Work work) throws Exception {
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
        try {
            work.run();
        } finally {
            keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
        }
    }

    private static List<Tokens> atOnce(int threads, int times, Callable<Tokens> call) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Tokens> answers = new ArrayList<>();
            List<Callable<Tokens>> calls =
                    IntStream.range(0, times).mapToObj(i -> call).toList();
            for (Future<Tokens> answer : pool.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
