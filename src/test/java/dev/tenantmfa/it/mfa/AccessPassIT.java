package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The access pass in a browser: the second factor of one login, and the setup that it opens there. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessPassIT {

    private static final Map<String, String> SAVED = Map.of("stage", "codes", "saved", "on");

    private StepRealm step;
    private RealmAdmin realm;

    @BeforeAll
    void wire(KeycloakServer keycloak) {
        step = StepRealm.create(keycloak);
        realm = step.realm();
        realm.update(representation -> representation.put("bruteForceProtected", false));
    }

    @AfterAll
    void delete() {
        realm.delete();
    }

    @BeforeEach
    void noPolicy() {
        policy("NONE", "");
    }

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

    @Test
    void passAloneIsNotEnoughWhereOnlySecurityKeysAre() {
        List<Person> persons = List.of(enrolled().person(), realm.newPerson());
        policy("ALL", "security-key");
        for (Person person : persons) {
            Visitor visitor = visitor();
            WebPage page = logInWith(visitor, person, pass(person));

            assertThat(page.document().selectFirst("form#register"))
                    .as(page.text())
                    .isNotNull();
            WebPage skipped = visitor.post(page.formAction(), Map.of("choice", "skip", "code", "000000"));
            assertThat(LoginStep.of(skipped)).isEqualTo(LoginStep.OTHER);
            assertThat(visitor.open(step.app()
                                    .authorization()
                                    .with("prompt", "none")
                                    .uri())
                            .parameter("error"))
                    .contains("login_required");
        }
    }

    @Test
    void passIsNotEnoughAtALevelThatCountsOnlyWhatIsFresh() {
        Enrolled enrolled = enrolled();
        step.configure(Map.of("freshOnly", "true"));
        try {
            WebPage page = logInWith(visitor(), enrolled.person(), pass(enrolled.person()));

            assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.AFTER_PASS);
            assertThat(page.document().select("button[value=skip]")).isEmpty();
        } finally {
            step.configure(Map.of());
        }
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

    @Test
    void laterActionsInTheSessionAskForAFactorOfTheUser() {
        Enrolled enrolled = enrolled();
        Visitor visitor = visitor();
        WebPage accepted = logInWith(visitor, enrolled.person(), pass(enrolled.person()));
        visitor.submit(accepted, choice("skip")).code();

        for (String action :
                List.of("tmfa-configure", "tmfa-regenerate-backup-codes", "CONFIGURE_TOTP", "webauthn-register")) {
            WebPage page = visitor.open(
                    step.app().authorization().with("kc_action", action).uri());
            assertThat(LoginStep.of(page)).as(action + page.text()).isEqualTo(LoginStep.CODE);
        }
        String app = step.keycloak()
                .support()
                .credential(realm, enrolled.person(), "tmfa-totp")
                .id();
        WebPage removal = visitor.open(step.app()
                .authorization()
                .with("kc_action", "delete_credential:" + app)
                .uri());
        assertThat(LoginStep.of(removal)).as(removal.text()).isEqualTo(LoginStep.CODE);
    }

    @Test
    void newBackupCodesAreNotOpenedEvenInTheLoginOfThePass() {
        Enrolled enrolled = enrolled();
        String pass = pass(enrolled.person());
        Visitor visitor = visitor();
        WebPage asked = visitor.logIn(
                step.app()
                        .authorization()
                        .with("kc_action", "tmfa-regenerate-backup-codes")
                        .uri(),
                enrolled.person());
        WebPage accepted = visitor.submit(asked, Map.of("code", pass));

        WebPage page = visitor.submit(accepted, choice("skip"));

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        assertThat(page.text()).doesNotContain("access pass");
    }

    @Test
    void removalOfAFactorIsNotOpenedByAPass() {
        Enrolled enrolled = enrolled();
        String pass = pass(enrolled.person());
        String app = step.keycloak()
                .support()
                .credential(realm, enrolled.person(), "tmfa-totp")
                .id();
        Visitor visitor = visitor();

        WebPage asked = visitor.logIn(
                step.app()
                        .authorization()
                        .with("kc_action", "delete_credential:" + app)
                        .uri(),
                enrolled.person());
        assertThat(asked.text()).doesNotContain("access pass");
        WebPage refused = visitor.submit(asked, Map.of("code", pass));

        assertThat(LoginStep.of(refused)).as(refused.text()).isEqualTo(LoginStep.CODE);
        assertThat(types(enrolled.person())).contains("tmfa-totp", "tmfa-access-pass");
    }

    @Test
    void mailLinkAndPassSetNothingUp() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        String pass = pass(person);
        int before = step.keycloak().mailbox().to(person).size();
        Visitor visitor = visitor();
        WebPage login = visitor.open(step.app().authorization().uri());
        WebPage reset = visitor.open(login.uri()
                .resolve(login.document()
                        .selectFirst("a[href*=reset-credentials]")
                        .attr("href")));
        visitor.submit(reset, Map.of("username", person.username()));
        WebPage asked = visitor.open(
                step.keycloak().mailbox().awaitMailTo(person, before + 1).link());
        assertThat(LoginStep.of(asked)).as(asked.text()).isEqualTo(LoginStep.CODE);

        WebPage page = visitor.submit(asked, Map.of("code", pass));

        assertThat(page.document().select("#tmfa-access-pass-form, #tmfa-setup-form, form#register"))
                .as(page.text())
                .isEmpty();
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
    }

    private String pass(Person person) {
        return AccessPass.make(realm, person).code();
    }

    private Enrolled enrolled() {
        return Enrolled.enrol(step.keycloak(), realm, realm.newPerson());
    }

    private Visitor visitor() {
        return step.keycloak().visitor();
    }

    private WebPage logIn(Visitor visitor, Person person) {
        return visitor.logIn(step.app().authorization().uri(), person);
    }

    private WebPage logInWith(Visitor visitor, Person person, String code) {
        return visitor.submit(logIn(visitor, person), Map.of("code", code));
    }

    private void assertLogsIn(Person person, String code) {
        WebPage page = logInWith(visitor(), person, code);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
    }

    private void assertRefused(Person person, String code) {
        WebPage page = logInWith(visitor(), person, code);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        assertThat(page.error()).isPresent();
    }

    private AuthenticatorApp phone(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), step.keycloak().clock());
    }

    private List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }

    private static Map<String, String> choice(String value) {
        return new HashMap<>(Map.of("choice", value));
    }

    /** The policy of users of no tenant. */
    private void policy(String requiredFor, String methods) {
        realm.setAttribute("tenant-mfa.required-for", requiredFor);
        realm.setAttribute("tenant-mfa.allowed-methods", methods);
    }
}
