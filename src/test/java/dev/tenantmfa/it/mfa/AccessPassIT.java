package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The access pass in a browser: the second factor of one login. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessPassIT extends AccessPassFixture {
    @Test
    void passIsTheSecondFactorOfOneLogin() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        String pass = AccessPass.make(realm, person).code();
        assertThat(pass).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
        Visitor visitor = visitor();
        AuthorizationRequest request = step.app().authorization();

        WebPage asked = visitor.logIn(request.uri(), person);
        assertThat(LoginStep.of(asked)).isEqualTo(LoginStep.CODE);
        assertThat(asked.text()).contains("Or enter the access pass that you were given.");
        assertThat(asked.document().select("input[name=code]").attr("inputmode"))
                .isEqualTo("text");
        WebPage accepted = visitor.submit(
                asked, Map.of("code", pass.toLowerCase(Locale.ROOT).replace('-', ' ')));
        assertThat(LoginStep.of(accepted)).as(accepted.text()).isEqualTo(LoginStep.AFTER_PASS);
        Tokens tokens = step.app()
                .redeem(request, visitor.submit(accepted, choice("skip")).code());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.idClaims().get("amr")).extracting(JsonNode::asText).contains("pwd", "otp", "mfa");
        assertThat(types(person)).doesNotContain("tmfa-access-pass").contains("tmfa-totp");
        Visitor later = visitor();
        WebPage again = logIn(later, person);
        assertThat(again.text()).doesNotContain("access pass");
        WebPage refused = later.submit(again, Map.of("code", pass));
        assertThat(LoginStep.of(refused)).isEqualTo(LoginStep.CODE);
        assertThat(refused.error()).contains("The code was incorrect.");
    }

    @Test
    void userIsToldAndTheUseIsInTheEvents() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        int before = step.keycloak().mailbox().to(person).size();
        String pass = AccessPass.make(realm, person).code();
        Mailbox.Mail made = step.keycloak().mailbox().awaitMailTo(person, before + 1);
        assertThat(made.subject()).isEqualTo("An access pass was created for you");
        assertThat(made.text()).contains("Valid until").doesNotContain(pass);

        Visitor visitor = visitor();
        visitor.submit(logInWith(visitor, person, pass), choice("skip")).code();

        List<JsonNode> logins = realm.events(person, "LOGIN");
        assertThat(logins.get(0).at("/details/second_factor").asText()).isEqualTo("access-pass");
        assertThat(logins.get(0).at("/details/second_factor_result").isMissingNode())
                .isTrue();
        assertThat(step.keycloak().mailbox().awaitMailTo(person, before + 2).subject())
                .isEqualTo("An access pass was used");
        List<JsonNode> used = realm.events(person, "CUSTOM_REQUIRED_ACTION").stream()
                .filter(event ->
                        event.at("/details/custom_required_action").asText().equals("tmfa-access-pass"))
                .toList();
        assertThat(used).hasSize(1);
        assertThat(used.get(0).at("/details/second_factor").asText()).isEqualTo("access-pass");
        assertThat(used.get(0).at("/details/second_factor_result").asText()).isEqualTo("accepted");
        assertThat(realm.events(person, "LOGIN", "UPDATE_CREDENTIAL", "CUSTOM_REQUIRED_ACTION")
                        .toString())
                .doesNotContain(pass);
        assertThat(realm.adminEvents(person))
                .anyMatch(event -> event.path("operationType").asText().equals("CREATE")
                        && event.path("resourcePath").asText().endsWith("/mfa/access-pass"));
    }

    @Test
    void expiredPassIsWorthNothingAndIsRemoved() {
        Person first = realm.newPerson();
        Enrolled enrolled = enrolled();
        String pass = AccessPass.make(realm, enrolled.person(), 10).code();
        AccessPass.make(realm, first, 10);
        step.keycloak().clock().advance(Duration.ofMinutes(10).plusSeconds(1));

        assertThat(LoginStep.of(logIn(visitor(), first))).isEqualTo(LoginStep.IN);
        assertThat(types(first)).containsExactly("password");
        Visitor visitor = visitor();
        WebPage asked = logIn(visitor, enrolled.person());
        assertThat(asked.text()).doesNotContain("access pass");
        WebPage refused = visitor.submit(asked, Map.of("code", pass));
        assertThat(LoginStep.of(refused)).isEqualTo(LoginStep.CODE);
        assertThat(AccessPass.takeBack(realm, enrolled.person()).status()).isEqualTo(404);
    }

    @Test
    void passThatWasTakenBackOrReplacedIsRefused() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        String first = pass(person);
        AccessPass.takeBack(realm, person).expect(204);
        assertThat(AccessPass.takeBack(realm, person).status()).isEqualTo(404);
        assertRefused(person, first);

        String second = pass(person);
        String third = pass(person);
        assertThat(types(person)).filteredOn("tmfa-access-pass"::equals).hasSize(1);
        assertRefused(person, second);
        assertThat(LoginStep.of(logInWith(visitor(), person, third))).isEqualTo(LoginStep.AFTER_PASS);
    }

    @Test
    void resetRemovesThePass() {
        Person person = enrolled().person();
        String pass = pass(person);

        realm.post("/mfa/users/" + person.id() + "/reset", null).expect(204);

        assertThat(types(person)).containsExactly("password");
        assertThat(LoginStep.of(logIn(visitor(), person))).isEqualTo(LoginStep.IN);
        assertThat(pass).isNotEmpty();
    }

    @Test
    void wrongPassesCountWithinTheLimitsOfCodes() {
        Person person = enrolled().person();
        String pass = pass(person);
        Visitor visitor = visitor();
        WebPage asked = logIn(visitor, person);
        for (int i = 0; i < 10; i++) {
            asked = visitor.submit(asked, Map.of("code", "0000-0000-000" + i));
            assertThat(asked.error()).as("attempt " + i).contains("The code was incorrect.");
        }

        WebPage blocked = visitor.submit(asked, Map.of("code", pass));

        assertThat(blocked.error().orElse("")).startsWith("Too many attempts.");
        assertThat(types(person)).contains("tmfa-access-pass");
    }

    @Test
    void passIsAcceptedAlsoAfterCodesWereSwitchedOffAndSwitchesThemOn() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        realm.setAttribute("tenant-mfa.max-failures-in-a-row", "10");
        try {
            Visitor visitor = visitor();
            WebPage asked = logIn(visitor, person);
            for (int i = 0; i < 10; i++) {
                asked = visitor.submit(asked, Map.of("code", enrolled.app().wrongCode()));
            }
            step.keycloak().clock().advance(Duration.ofMinutes(61));
            assertRefused(person, enrolled.app().code());

            assertThat(LoginStep.of(logInWith(visitor(), person, pass(person)))).isEqualTo(LoginStep.AFTER_PASS);

            assertLogsIn(person, enrolled.app().code());
        } finally {
            realm.setAttribute("tenant-mfa.max-failures-in-a-row", "100");
        }
    }
}
