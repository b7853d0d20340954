package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Auth0's MFA API between {@code mfa_required} and the grant that ends the login. */
@KeycloakIntegration
class Auth0MfaApiIT {
    private static final Person ALICE = new Person("", "alice", null, "Demo-Passw0rd!");
    private static final Pattern CODE = Pattern.compile("\\b[0-9]{6}\\b");

    @Test
    void listsWhatThePersonHas(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());

        Answer answer = token.call("GET", "authenticators", null).expect(200);

        assertThat(answer.json()).hasSize(2);
        assertThat(answer.json().get(0).toString())
                .contains("\"id\":\"otp\"", "\"authenticator_type\":\"otp\"", "\"active\":true");
        assertThat(answer.json().get(1).path("authenticator_type").asText()).isEqualTo("recovery-code");
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
    }

    @Test
    void challengesWithTheAppWhereThePersonHasOne(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        Map<String, String> body =
                Map.of("mfa_token", token.value(), "client_id", "demo-cli", "challenge_type", "otp oob");

        Answer json = Http.json("POST", MfaToken.uri(keycloak, "challenge"), null, body);
        Answer form = Http.postForm(MfaToken.uri(keycloak, "challenge"), body);

        assertThat(json.expect(200).text()).isEqualTo("{\"challenge_type\":\"otp\"}");
        assertThat(form.expect(200).text()).isEqualTo(json.text());
        assertThat(token.otp(enrolled.app().code()).isGranted()).isTrue();
    }

    @Test
    void sendsACodeThatEndsTheLogin(KeycloakServer keycloak) {
        withEmailCodes(keycloak, () -> {
            Person person = keycloak.demo().newPerson();
            MfaToken token = MfaToken.of(keycloak, person);
            JsonNode listed =
                    token.call("GET", "authenticators", null).expect(200).json().get(0);
            assertThat(listed.path("oob_channel").asText()).isEqualTo("email");

            JsonNode sent = challenge(
                            token,
                            "challenge_type",
                            "oob",
                            "authenticator_id",
                            listed.path("id").asText())
                    .expect(200)
                    .json();
            assertThat(sent.path("challenge_type").asText()).isEqualTo("oob");
            assertThat(sent.path("binding_method").asText()).isEqualTo("prompt");
            assertThat(sent.path("destination").asText()).matches("p\\*\\*\\*.@example\\.test");
            assertThat(sent.path("expires_in").asInt()).isEqualTo(300);
            String oobCode = sent.path("oob_code").asText();
            String code = codeIn(keycloak.mailbox().awaitMailTo(person));

            assertThat(token.outOfBand(oobCode, code.equals("000000") ? "000001" : "000000")
                            .errorDescription())
                    .isEqualTo("The code was incorrect.");
            Tokens tokens = token.outOfBand(oobCode, code);
            assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
            assertThat(keycloak.demo()
                            .events(person, "LOGIN")
                            .get(0)
                            .at("/details/second_factor")
                            .asText())
                    .isEqualTo("email");
            assertThat(token.outOfBand(oobCode, code).errorDescription())
                    .isEqualTo("The mfa_token is invalid or expired.");
        });
    }

    @Test
    void aCodeThatIsTooOldIsReplaced(KeycloakServer keycloak) {
        withEmailCodes(keycloak, () -> {
            Person person = keycloak.demo().newPerson();
            MfaToken token = MfaToken.of(keycloak, person);
            String first = challenge(token).expect(200).json().path("oob_code").asText();
            String code = codeIn(keycloak.mailbox().awaitMailTo(person));
            keycloak.clock().advance(Duration.ofMinutes(5).plusSeconds(1));

            Tokens late = token.outOfBand(first, code);

            assertThat(late.answer().status()).isEqualTo(400);
            assertThat(late.error()).isEqualTo("invalid_grant");
            assertThat(late.errorDescription())
                    .matches("The code expired\\. A new code has been sent to p\\*\\*\\*.@example\\.test\\.");
            String second = late.answer().json().path("oob_code").asText();
            assertThat(second).isNotEmpty().isNotEqualTo(first);
            String fresh = codeIn(keycloak.mailbox().awaitMailTo(person, 2));
            assertThat(token.outOfBand(first, fresh).isGranted()).isFalse();
            assertThat(token.outOfBand(second, fresh).isGranted()).isTrue();
        });
    }

    @Test
    void sendsNoMoreThanItMay(KeycloakServer keycloak) {
        withEmailCodes(keycloak, () -> {
            MfaToken token = MfaToken.of(keycloak, keycloak.demo().newPerson());
            challenge(token).expect(200);

            Answer again = challenge(token).expect(429);

            assertThat(again.json().path("error").asText()).isEqualTo("too_many_attempts");
            assertThat(again.json().path("error_description").asText())
                    .matches("No new code was sent\\. Try again in [0-9]+ seconds?\\.");
            assertThat(Integer.parseInt(again.header("Retry-After").orElseThrow()))
                    .isBetween(1, 30);
        });
    }

    @Test
    void aMessageThatDoesNotGoOutIsNotCalledSent(KeycloakServer keycloak) {
        withEmailCodes(keycloak, () -> {
            Person person = keycloak.demo().newPerson();
            MfaToken token = MfaToken.of(keycloak, person);
            keycloak.demo()
                    .update(realm -> realm.withObjectProperty("smtpServer").put("port", "1"));
            try {
                Answer failed = challenge(token).expect(503);

                assertThat(failed.json().path("error").asText()).isEqualTo("temporarily_unavailable");
                assertThat(failed.json().path("error_description").asText()).doesNotContain("has been sent");
            } finally {
                keycloak.demo()
                        .update(realm -> realm.withObjectProperty("smtpServer")
                                .put("port", Integer.toString(keycloak.mailbox().port())));
            }
        });
    }

    @Test
    void setsUpTheFirstFactor(KeycloakServer keycloak) {
        keycloak.freshDemoRealm();
        MfaToken token = MfaToken.of(keycloak, ALICE, "tenant", "globex");
        assertThat(token.call("GET", "authenticators", null).expect(200).text()).isEqualTo("[]");

        JsonNode begun = token.call("POST", "associate", Map.of("authenticator_types", List.of("otp")))
                .expect(200)
                .json();
        AuthenticatorApp app = new AuthenticatorApp(begun.path("secret").asText(), keycloak.clock());
        assertThat(begun.path("authenticator_type").asText()).isEqualTo("otp");
        assertThat(begun.path("barcode_uri").asText()).startsWith("otpauth://totp/");
        assertThat(begun.path("recovery_codes")).hasSize(8);
        assertThat(token.otp(app.wrongCode()).errorDescription()).isEqualTo("The code was incorrect.");
        assertThat(token.recoveryCode(begun.path("recovery_codes").get(0).asText())
                        .error())
                .isEqualTo("mfa_required");
        String code = app.code();
        Tokens tokens = token.otp(code);

        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().path("tenant_name").asText()).isEqualTo("Globex");
        assertThat(token.otp(code).errorDescription()).isEqualTo("The mfa_token is invalid or expired.");
        MfaToken next = MfaToken.of(keycloak, ALICE, "tenant", "globex");
        assertThat(next.otp(code).errorDescription())
                .as("the code that proved the app")
                .isEqualTo("The code was incorrect.");
        Answer again = next.call("POST", "associate", Map.of("authenticator_types", List.of("otp")));
        assertThat(again.expect(403).json().path("error").asText()).isEqualTo("access_denied");
        assertThat(next.recoveryCode(begun.path("recovery_codes").get(3).asText())
                        .isGranted())
                .isTrue();
        keycloak.freshDemoRealm();
    }

    private static Answer challenge(MfaToken token, String... more) {
        return post(token.keycloak(), token, concat(new String[] {"client_id", "demo-cli"}, more));
    }

    private static Answer post(KeycloakServer keycloak, MfaToken token, String... fields) {
        Map<String, String> body = new java.util.LinkedHashMap<>(Map.of("mfa_token", token.value()));
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return Http.json("POST", MfaToken.uri(keycloak, "challenge"), null, body);
    }

    private static String[] concat(String[] some, String[] more) {
        return java.util.stream.Stream.of(some, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }

    private static String codeIn(Mailbox.Mail mail) {
        Matcher code = CODE.matcher(mail.text());
        assertThat(code.find()).as(mail.text()).isTrue();
        return code.group();
    }

    private static void withEmailCodes(KeycloakServer keycloak, Runnable test) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        try {
            test.run();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
        }
    }
}
