package dev.tenantmfa.it.message;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.tenant.ApiContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Attempts and events tell whether a code came by SMS or by e-mail, for refused codes too. */
@KeycloakIntegration
class MessageAttemptsIT {

    private static final Pattern CODE = Pattern.compile("(?m)^\\d{6}$");

    @BeforeEach
    void withPhones(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
    }

    @AfterEach
    void off(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
    }

    @Test
    void codeByPhoneIsSms(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(request.uri(), owner.person());
        String code = owner.code(2);

        Tokens tokens = enterWrongAndRight(keycloak, browser, page, request, code);

        assertThat(attempts(keycloak, tokens)).startsWith("sms true", "sms false");
        assertEventsName("sms", keycloak, owner.person());
    }

    @Test
    void setupOfAPhoneIsListed(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        AuthorizationRequest request =
                keycloak.client("demo-app").authorization().with("kc_action", "tmfa-configure-phone");
        Visitor browser = keycloak.visitor();
        String number = PhoneNetwork.newNumber();
        WebPage page = browser.submit(browser.logIn(request.uri(), person), Map.of("number", number));
        String code = PhoneNetwork.THE.message(number, 1).code();

        Tokens tokens = enterWrongAndRight(keycloak, browser, page, request, code);

        assertThat(attempts(keycloak, tokens)).containsExactly("sms true", "sms false");
    }

    @Test
    void codeByMailIsEmail(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        Person person = keycloak.demo().newPerson();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        Visitor browser = keycloak.visitor();
        WebPage page = browser.logIn(request.uri(), person);
        String code = codeIn(keycloak.mailbox().awaitMailTo(person).text());

        Tokens tokens = enterWrongAndRight(keycloak, browser, page, request, code);

        assertThat(attempts(keycloak, tokens)).containsExactly("email true", "email false");
        assertEventsName("email", keycloak, person);
    }

    private static Tokens enterWrongAndRight(
            KeycloakServer keycloak, Visitor browser, WebPage page, AuthorizationRequest request, String code) {
        WebPage again = browser.submit(page, Map.of("code", PhoneOwner.wrong(code)));
        keycloak.clock().advance(Duration.ofSeconds(1));
        return keycloak.client("demo-app")
                .redeem(request, browser.submit(again, Map.of("code", code)).code());
    }

    private static List<String> attempts(KeycloakServer keycloak, Tokens tokens) {
        JsonNode attempts = ApiContract.checked(
                        "GET", keycloak.client("demo-app").call("GET", "/mfa/attempts", tokens, null))
                .expect(200)
                .json();
        return StreamSupport.stream(attempts.spliterator(), false)
                .map(attempt -> attempt.get("type").asText() + " " + attempt.get("success"))
                .toList();
    }

    private static void assertEventsName(String method, KeycloakServer keycloak, Person person) {
        for (String type : List.of("LOGIN", "LOGIN_ERROR")) {
            assertThat(keycloak.demo()
                            .events(person, type)
                            .get(0)
                            .at("/details/second_factor")
                            .asText())
                    .as(type)
                    .isEqualTo(method);
        }
    }

    private static String codeIn(String mail) {
        return CODE.matcher(mail)
                .results()
                .findFirst()
                .map(MatchResult::group)
                .orElseThrow(() -> new AssertionError("no code in " + mail));
    }
}
