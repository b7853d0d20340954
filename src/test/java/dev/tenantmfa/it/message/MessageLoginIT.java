package dev.tenantmfa.it.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody with a phone logs in by a code that was sent to it. */
@KeycloakIntegration
class MessageLoginIT {
    /** Keycloak's protector may still be busy with a wrong code when the right one comes, and then refuses it. */
    @BeforeEach
    void withPhonesAndWithoutKeycloaksProtector(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
    }

    @AfterEach
    void withKeycloaksProtectorAndTheUsualLimits(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "10");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-day", "50");
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
    }

    @Test
    void codeThatWasSentLogsIn(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();

        WebPage page = browser.logIn(request.uri(), owner.person());

        assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
        assertThat(page.html()).doesNotContain(owner.number());
        String code = owner.code(2);
        Tokens tokens = keycloak.client("demo-app")
                .redeem(request, browser.submit(page, Map.of("code", code)).code());
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.idClaims().get("amr"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("pwd", "sms", "mfa");
        JsonNode event = keycloak.demo().events(owner.person(), "LOGIN").get(0);
        assertThat(event.at("/details/second_factor").asText()).isEqualTo("sms");
    }

    @Test
    void messageIsPlainTextAndThePageNamesItsDigits(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        String name = keycloak.demo().representation().get("displayName").asText();
        keycloak.demo().setAttribute("tenant-mfa.message-code-digits", "8");
        keycloak.demo().update(realm -> realm.put("displayName", "<b>Demo</b> Shop &amp; S\u00f6hne {1}"));
        try {
            Visitor browser = keycloak.visitor();
            WebPage page = owner.logIn(keycloak, browser);

            assertThat(page.text()).contains("Enter the 8 digits that we sent to you.");
            assertThat(PhoneNetwork.THE.message(owner.number(), 2).text())
                    .contains("is your code for Demo Shop & S\u00f6hne {1}. It is valid for 5 minutes.");
            keycloak.demo().setAttribute("tenant-mfa.message-code-digits", "6");
            assertThat(browser.open(page.formAction()).text()).contains("Enter the 8 digits that we sent to you.");
            keycloak.demo().update(realm -> realm.put("displayName", "${x} <i>Demo</i>"));
            keycloak.clock().advance(Duration.ofMinutes(11));
            assertThat(owner.logIn(keycloak, keycloak.visitor()).text())
                    .contains("Enter the 6 digits that we sent to you.");
            assertThat(PhoneNetwork.THE.message(owner.number(), 3).text()).contains("is your code for demo.");
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.message-code-digits", "6");
            keycloak.demo().update(realm -> realm.put("displayName", name));
        }
    }

    @Test
    void clientThatAsksForALevelGetsItByMessage(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().withEssentialAcr("mfa");

        WebPage page = browser.logIn(request.uri(), owner.person());
        Tokens tokens = keycloak.client("demo-app")
                .redeem(
                        request,
                        browser.submit(page, Map.of("code", owner.code(2))).code());

        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo("mfa");
    }

    @Test
    void wrongCodeIsToldAndTheRightOneStaysGood(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        String code = owner.code(2);

        page = browser.submit(page, Map.of("code", PhoneOwner.wrong(code)));

        assertThat(page.error()).contains("The code was incorrect.");
        assertThat(page.text()).contains(owner.masked());
        page = browser.submit(page, Map.of("code", " "));
        assertThat(page.error()).contains("Enter a code.");
        assertThat(browser.submit(page, Map.of("code", code.substring(0, 3) + " " + code.substring(3)))
                        .code())
                .isNotEmpty();
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
    }

    @Test
    void codeIsOfNoUseInAnotherAttemptOrToAnotherPerson(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        PhoneOwner other = PhoneOwner.create(keycloak);
        Visitor one = keycloak.visitor();
        WebPage first = owner.logIn(keycloak, one);
        String code = owner.code(2);
        keycloak.clock().advance(Duration.ofSeconds(31));
        Visitor two = keycloak.visitor();
        WebPage second = owner.logIn(keycloak, two);
        String codeOfSecond = owner.code(3);
        Visitor three = keycloak.visitor();
        WebPage others = other.logIn(keycloak, three);

        if (!code.equals(codeOfSecond)) {
            second = two.submit(second, Map.of("code", code));
            assertThat(second.error()).contains("The code was incorrect.");
        }
        if (!code.equals(other.code(3 - 1))) {
            assertThat(three.submit(others, Map.of("code", code)).error()).contains("The code was incorrect.");
        }
        assertThat(one.submit(first, Map.of("code", code)).code()).isNotEmpty();
        assertThat(two.submit(second, Map.of("code", codeOfSecond)).code()).isNotEmpty();
    }

    @Test
    void usedCodeIsDeadInTheNextAttempt(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        String code = owner.code(2);
        assertThat(browser.submit(page, Map.of("code", code)).code()).isNotEmpty();

        WebPage again = browser.submit(page, Map.of("code", code));

        assertThat(again.parameter("code")).isEmpty();
    }

    @Test
    void oneOfFiftyAtOnceSucceeds(KeycloakServer keycloak) throws Exception {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "100");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-day", "200");
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        String code = owner.code(2);
        List<Callable<WebPage>> tries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Visitor copy = browser.copy();
            tries.add(() -> copy.submit(page, Map.of("code", code)));
        }
        ExecutorService people = Executors.newFixedThreadPool(25);
        List<WebPage> answers = new ArrayList<>();
        try {
            for (Future<WebPage> answer : people.invokeAll(tries)) {
                answers.add(answer.get());
            }
        } finally {
            people.shutdownNow();
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isLessThan(500));
        assertThat(keycloak.demo().events(owner.person(), "LOGIN").stream()
                        .filter(event ->
                                event.at("/details/second_factor_result").isTextual())
                        // Not the login that set up the phone.
                        .filter(event -> event.at("/details/credential_id").isMissingNode()))
                .hasSize(1);
    }

    @Test
    void passwordGrantIsNotOpenToWhoeverHasAPhoneAlone(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");

        assertThat(cli.password(owner.person()).isGranted()).isFalse();
        assertThat(cli.password(owner.person(), "totp", "123456").isGranted()).isFalse();
    }

    @Test
    void lostGatewayIsToldAndOpensNothing(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        keycloak.demo().update(realm -> realm.withObjectProperty("attributes").put("tenant-mfa.sms-http-url", ""));

        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("The code could not be sent.");
        assertThat(page.hasField("code")).isFalse();
        assertThat(browser.submit(page, Map.of("code", "123456")).parameter("code"))
                .isEmpty();
    }

    @Test
    void neitherCodeNorNumberStandsAnywhere(KeycloakServer keycloak) {
        long mark = keycloak.log().mark();
        PhoneOwner owner = PhoneOwner.create(keycloak);
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        String code = owner.code(2);
        page = browser.submit(page, Map.of("code", PhoneOwner.wrong(code)));
        String stored = keycloak.support().database() + keycloak.support().singleUseObjects();
        browser.submit(page, Map.of("code", code));
        PhoneNetwork.THE.answersWith(exchange -> exchange.sendResponseHeaders(500, -1));
        keycloak.clock().advance(Duration.ofMinutes(11));
        owner.logIn(keycloak, keycloak.visitor());

        stored += keycloak.support().database() + keycloak.support().singleUseObjects();
        String told = String.join("\n", keycloak.log().since(mark))
                + keycloak.demo().events(owner.person())
                + keycloak.demo().adminEvents(owner.person())
                + keycloak.demo().credentials(owner.person());
        assertThat(stored)
                .as("database, single-use store")
                .doesNotContain(owner.number().substring(3));
        assertThat(stored)
                .as("single-use store")
                .doesNotContain("\"" + code + "\"", "=" + code + ",", "=" + code + "}");
        assertThat(told)
                .as("log, events, console")
                .doesNotContain(owner.number().substring(3));
        assertThat(told)
                .as("codes in log and events")
                .doesNotContain("\"" + code + "\"", "=" + code, " " + code + " ", PhoneNetwork.SECRET);
        assertThat(told).contains("answered with status 500");
    }
}
