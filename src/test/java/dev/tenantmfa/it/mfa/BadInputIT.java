package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Nonsense in each field: a clear message, nothing changed, no server error, no stack trace. */
@KeycloakIntegration
class BadInputIT {

    private static final List<String> NONSENSE = List.of(
            "x",
            "abcdef",
            "12345",
            "1234567",
            "１２３４５６",
            "١٢٣٤٥٦",
            "-00001",
            "+12345",
            "1e5000",
            "0x1234",
            "\r\nSet-Cookie: a=b",
            "${7*7}",
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "%00",
            "9".repeat(10_000),
            "漢".repeat(3_000));

    @Test
    void nonsenseInTheCodeFieldIsToldAndLogsNobodyIn(KeycloakServer keycloak) {
        allowManyFailures(keycloak, true);
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        for (String empty : List.of("", "   ", "- - -", "\u00a0", "\u0000\u0001\u0002", "(.)", "\uD800")) {
            page = visitor.submit(page, Map.of("code", empty));
            assertAnswered(page, "Enter a code.");
        }
        for (String nonsense : NONSENSE) {
            page = visitor.submit(page, Map.of("code", nonsense));
            assertAnswered(page, "The code was incorrect.");
            Tokens tokens = keycloak.client("demo-cli").password(enrolled.person(), "totp", nonsense);
            assertThat(tokens.answer().status()).as(nonsense).isEqualTo(400);
            assertThat(tokens.errorDescription()).isEqualTo("The code was incorrect.");
        }
        assertThat(visitor.submit(page, Map.of("code", " " + enrolled.app().code() + "\n"))
                        .code())
                .isNotEmpty();
        allowManyFailures(keycloak, false);
    }

    @Test
    void nonsenseInTheSetUpKeepsTheSecretAndStoresNothing(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(configure(keycloak).uri(), person);
        String secret = Enrolled.secretOn(page);
        for (String nonsense : NONSENSE) {
            page = visitor.submit(page, Map.of("code", nonsense, "deviceName", "phone"));
            assertAnswered(page, "The code was incorrect.");
            page = visitor.submit(
                    page,
                    Map.of("code", "", "deviceName", nonsense, "totpSecret", "AAAA", "stage", "codes", "saved", "on"));
            assertThat(page.status()).isEqualTo(200);
            assertThat(Enrolled.secretOn(page)).isEqualTo(secret);
        }
        page = visitor.submit(page, Map.of("code", "123456", "deviceName", "x".repeat(65)));
        assertAnswered(page, "Use at most 64 characters. Control characters are not allowed.");
        assertThat(keycloak.support().credentials(keycloak.demo(), person)).hasSize(1);
    }

    @Test
    void formOfAnotherExecutionOrAnotherPersonOrAnExpiredLoginIsRefused(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        URI action = URI.create(page.document().select("form[method=post]").attr("abs:action"));
        String code = enrolled.app().code();

        URI forged = URI.create(
                action.toString().replaceAll("execution=[^&]+", "execution=00000000-0000-0000-0000-000000000000"));
        assertRefused(visitor.copy().post(forged, Map.of("code", code)));
        assertRefused(keycloak.visitor().post(action, Map.of("code", code)));
        URI reset = URI.create(action.toString()
                .replace("login-actions/authenticate", "login-actions/required-action")
                .replaceAll("execution=[^&]+", "execution=tmfa-configure"));
        assertRefused(visitor.copy().post(reset, Map.of("code", code, "saved", "on")));

        keycloak.clock().advance(Duration.ofHours(2));
        assertRefused(visitor.post(action, Map.of("code", enrolled.app().code())));
    }

    @Test
    void finishedFormPostedTwiceChangesNothingMore(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(configure(keycloak).uri(), person);
        var app = new dev.tenantmfa.it.actors.AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code()));
        assertThat(visitor.submit(codes, Map.of("saved", "on")).code()).isNotEmpty();

        WebPage again = visitor.submit(codes, Map.of("saved", "on"));

        assertThat(again.status()).isLessThan(500);
        assertThat(keycloak.support().credentials(keycloak.demo(), person))
                .extracting(stored -> stored.type())
                .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    private static void allowManyFailures(KeycloakServer keycloak, boolean allow) {
        keycloak.demo().update(realm -> {
            realm.put("bruteForceProtected", !allow);
            realm.withObjectProperty("attributes").put("tenant-mfa.max-failures-per-hour", allow ? "100" : "10");
        });
    }

    private static AuthorizationRequest configure(KeycloakServer keycloak) {
        return keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure");
    }

    private static void assertAnswered(WebPage page, String message) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains(message).doesNotContain("Exception", "at org.keycloak");
    }

    private static void assertRefused(WebPage page) {
        assertThat(page.status()).isLessThan(500);
        assertThat(page.parameter("code")).as("an authorization code").isEmpty();
        assertThat(page.text()).doesNotContain("Exception", "at org.keycloak");
    }
}
