package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The setup that an access pass opens in a browser. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessPassSetupIT extends AccessPassFixture {
    private static final Map<String, String> SAVED = Map.of("stage", "codes", "saved", "on");

    @Test
    void newAppIsSetUpBesideTheOldOne() {
        Enrolled enrolled = enrolled();
        Visitor visitor = visitor();
        WebPage accepted = logInWith(visitor, enrolled.person(), pass(enrolled.person()));

        WebPage setup = visitor.submit(accepted, choice("keep"));
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
        AuthenticatorApp app = phone(setup);
        WebPage end = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "New phone"));

        assertThat(LoginStep.of(end)).as(end.text()).isEqualTo(LoginStep.IN);
        assertThat(types(enrolled.person())).filteredOn("tmfa-totp"::equals).hasSize(2);
        assertLogsIn(enrolled.person(), enrolled.app().code());
        step.keycloak().clock().advance(app.untilNextStep().plusSeconds(1));
        assertLogsIn(enrolled.person(), app.code());
        assertLogsIn(enrolled.person(), enrolled.codes().get(0));
    }

    @Test
    void newAppReplacesTheLostOneAndItsBackupCodes() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        Visitor visitor = visitor();
        WebPage accepted = logInWith(visitor, person, pass(person));
        assertThat(accepted.text()).contains("Replace Test phone");
        String replace = accepted.document()
                .select("button[name=choice][value^=replace]")
                .attr("value");

        WebPage setup = visitor.submit(accepted, choice(replace));
        AuthenticatorApp app = phone(setup);
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "New phone"));
        assertThat(LoginStep.of(codes)).as(codes.text()).isEqualTo(LoginStep.CODES);
        assertThat(types(person)).as("nothing is stored yet").contains("tmfa-totp");
        String backup = Enrolled.codesOn(codes).get(0);
        WebPage end = visitor.post(codes.formAction(), SAVED);

        assertThat(LoginStep.of(end)).as(end.text()).isEqualTo(LoginStep.IN);
        assertThat(types(person)).filteredOn("tmfa-totp"::equals).hasSize(1);
        assertRefused(person, enrolled.app().code());
        assertRefused(person, enrolled.codes().get(0));
        assertLogsIn(person, backup);
        List<JsonNode> removed = realm.events(person, "REMOVE_CREDENTIAL");
        assertThat(removed).hasSize(1);
        assertThat(removed.get(0).at("/details/second_factor_result").isMissingNode())
                .as("the setup describes the code")
                .isTrue();
        assertThat("replace:" + removed.get(0).at("/details/credential_id").asText())
                .isEqualTo(replace);
        assertThat(step.keycloak().mailbox().to(person))
                .extracting(Mailbox.Mail::subject)
                .contains("An authenticator app was removed");
    }

    @Test
    void replacementThatIsNotFinishedChangesNothing() {
        Enrolled enrolled = enrolled();
        Visitor visitor = visitor();
        WebPage accepted = logInWith(visitor, enrolled.person(), pass(enrolled.person()));
        String replace = accepted.document()
                .select("button[name=choice][value^=replace]")
                .attr("value");
        WebPage setup = visitor.submit(accepted, choice(replace));

        WebPage back = visitor.submit(setup, Map.of("way", ""));
        assertThat(LoginStep.of(back)).as(back.text()).isEqualTo(LoginStep.AFTER_PASS);

        assertLogsIn(enrolled.person(), enrolled.app().code());
    }

    @Test
    void choiceThatThePageDoesNotOfferIsIgnored() {
        Enrolled enrolled = enrolled();
        Enrolled other = enrolled();
        policy("ALL", "totp");
        Visitor visitor = visitor();
        WebPage page = logInWith(visitor, enrolled.person(), pass(enrolled.person()));
        String foreign = step.keycloak()
                .support()
                .credential(realm, other.person(), "tmfa-totp")
                .id();
        assertThat(page.document().select("button[value=skip]")).isEmpty();

        for (String odd : new String[] {
            "skip", "replace:", "replace:" + foreign, "", "x", "\u0000", "<b>", "\u00e9".repeat(5000), "keep "
        }) {
            page = visitor.submit(page, choice(odd));
            assertThat(LoginStep.of(page)).as(odd + page.text()).isEqualTo(LoginStep.AFTER_PASS);
        }
        page = visitor.submit(page, Map.of());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.AFTER_PASS);
        assertThat(types(other.person())).contains("tmfa-totp");
    }

    @Test
    void firstDayAsksForThePassAndThenForTheSetupThatThePolicyDemands() {
        policy("ALL", "");
        Person person = realm.newPerson();
        String pass = pass(person);
        Visitor visitor = visitor();
        AuthorizationRequest request = step.app().authorization();

        WebPage asked = visitor.logIn(request.uri(), person);
        assertThat(LoginStep.of(asked)).as(asked.text()).isEqualTo(LoginStep.CODE);
        assertThat(asked.text()).contains("12 letters and digits");
        WebPage wrong = visitor.submit(asked, Map.of("code", "123456"));
        assertThat(LoginStep.of(wrong)).isEqualTo(LoginStep.CODE);
        assertThat(wrong.error()).contains("The code was incorrect.");
        WebPage setup = visitor.submit(wrong, Map.of("code", pass));
        assertThat(LoginStep.of(setup)).as(setup.text()).isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(visitor.submit(setup, choice("skip")))).isNotEqualTo(LoginStep.IN);
        setup = visitor.open(setup.uri());
        WebPage codes = visitor.submit(setup, Map.of("code", phone(setup).code()));
        Tokens tokens = step.app()
                .redeem(request, visitor.post(codes.formAction(), SAVED).code());

        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void firstDayWithoutAPolicyOffersTheSetup() {
        Person person = realm.newPerson();
        Visitor visitor = visitor();

        WebPage offered = logInWith(visitor, person, pass(person));
        assertThat(offered.document().select("button[name=choice]").eachAttr("value"))
                .containsExactly("keep", "skip");
        assertThat(LoginStep.of(visitor.submit(offered, choice("skip")))).isEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(logIn(visitor(), person))).isEqualTo(LoginStep.IN);
    }

    @Test
    void setupThatAnAdministratorDemandsComesAfterThePass() {
        Person person = realm.newPerson();
        realm.require(person, "tmfa-configure");
        String pass = pass(person);
        Visitor visitor = visitor();

        WebPage asked = logIn(visitor, person);
        assertThat(LoginStep.of(asked)).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(visitor.submit(asked, Map.of("code", pass)))).isEqualTo(LoginStep.SET_UP);
    }

    private AuthenticatorApp phone(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), step.keycloak().clock());
    }
}
