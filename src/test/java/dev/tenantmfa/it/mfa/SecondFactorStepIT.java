package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The one step for all second factors, by plain HTTP. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorStepIT {

    private StepRealm step;

    @BeforeAll
    void wire(KeycloakServer keycloak) {
        step = StepRealm.create(keycloak);
    }

    @AfterAll
    void delete() {
        step.realm().delete();
    }

    @BeforeEach
    void noPolicy() {
        policy(Map.of());
    }

    @Test
    void userWithoutAFactorSeesNoPage() {
        Person person = step.realm().newPerson();

        assertThat(LoginStep.of(logIn(step.keycloak().visitor(), person))).isEqualTo(LoginStep.IN);
    }

    @Test
    void userWithAnAppIsAskedAtAFreshLoginAndNotUnderSingleSignOn() {
        Enrolled enrolled = enrolled();
        Visitor visitor = step.keycloak().visitor();
        AuthorizationRequest request = step.app().authorization();

        WebPage asked = visitor.logIn(request.uri(), enrolled.person());
        assertThat(LoginStep.of(asked)).isEqualTo(LoginStep.CODE);
        assertThat(asked.document().select("button[name=way], button[name=authenticationExecution]"))
                .as("there is no other way")
                .isEmpty();
        WebPage wrong = visitor.submit(asked, Map.of("code", "000000"));
        assertThat(LoginStep.of(wrong)).isEqualTo(LoginStep.CODE);
        assertThat(wrong.error()).isPresent();
        Tokens tokens = step.app()
                .redeem(
                        request,
                        visitor.submit(wrong, Map.of("code", enrolled.app().code()))
                                .code());

        assertThat(tokens.isGranted()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(LoginStep.of(visitor.open(step.app().authorization().uri()))).isEqualTo(LoginStep.IN);
    }

    @Test
    void backupCodeIsTakenInTheSameInput() {
        Enrolled enrolled = enrolled();
        Visitor visitor = step.keycloak().visitor();
        WebPage asked = logIn(visitor, enrolled.person());

        assertThat(LoginStep.of(
                        visitor.submit(asked, Map.of("code", enrolled.codes().get(0)))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void policyLeadsToAChoiceOfMethodsAndTheSetupEndsTheLogin() {
        policy(Map.of("tenant-mfa.required-for", "ALL"));
        Person person = step.realm().newPerson();
        Visitor visitor = step.keycloak().visitor();
        AuthorizationRequest request = step.app().authorization();

        WebPage choice = visitor.logIn(request.uri(), person);
        assertThat(choice.document()
                        .select("#tmfa-setup-choice button[name=way]")
                        .eachAttr("value"))
                .startsWith("totp")
                .contains("security-key");
        WebPage setup = visitor.submit(choice, Map.of("way", "totp"));
        assertThat(LoginStep.of(setup)).isEqualTo(LoginStep.SET_UP);
        AuthenticatorApp app =
                new AuthenticatorApp(Enrolled.secretOn(setup), step.keycloak().clock());
        WebPage codes = visitor.submit(setup, Map.of("code", app.code(), "deviceName", "Phone"));
        assertThat(LoginStep.of(codes)).isEqualTo(LoginStep.CODES);
        WebPage end = visitor.post(codes.formAction(), Map.of("stage", "codes", "saved", "on"));

        Tokens tokens = step.app().redeem(request, end.code());
        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
    }

    @Test
    void oneAllowedMethodNeedsNoChoice() {
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "totp"));

        assertThat(LoginStep.of(logIn(step.keycloak().visitor(), step.realm().newPerson())))
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void methodThatIsNotAllowedIsProvedBeforeAnotherIsSetUp() {
        Enrolled enrolled = enrolled();
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "security-key"));
        Visitor visitor = step.keycloak().visitor();

        WebPage asked = logIn(visitor, enrolled.person());
        assertThat(LoginStep.of(asked)).isEqualTo(LoginStep.CODE);
        WebPage setup = visitor.submit(asked, Map.of("code", enrolled.app().code()));

        assertThat(setup.parameter("code")).isEmpty();
        assertThat(setup.document().selectFirst("form#register"))
                .as(setup.text())
                .isNotNull();
    }

    @Test
    void backupCodeIsWrongWhereOnlyTheAppCountsAndIsNotUsedUp() {
        Enrolled enrolled = enrolled();
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "totp"));
        Visitor visitor = step.keycloak().visitor();
        WebPage asked = logIn(visitor, enrolled.person());

        WebPage refused = visitor.submit(asked, Map.of("code", enrolled.codes().get(1)));
        assertThat(LoginStep.of(refused)).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(
                        visitor.submit(refused, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);

        policy(Map.of());
        Visitor later = step.keycloak().visitor();
        assertThat(LoginStep.of(later.submit(
                        logIn(later, enrolled.person()),
                        Map.of("code", enrolled.codes().get(1)))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void wayThatTheUserDoesNotHaveIsNotShown() {
        Enrolled enrolled = enrolled();
        Visitor visitor = step.keycloak().visitor();
        WebPage asked = logIn(visitor, enrolled.person());

        for (String way : new String[] {"key", "passkey", "message", "none", ""}) {
            asked = visitor.submit(asked, Map.of("way", way));
            assertThat(LoginStep.of(asked)).as(way).isEqualTo(LoginStep.CODE);
        }
    }

    @Test
    void answersThatAreNoneOfAKeyAreRefusedAndTheLoginGoesOn() {
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "security-key,passkey"));
        Visitor visitor = step.keycloak().visitor();
        WebPage choice = logIn(visitor, step.realm().newPerson());
        WebPage setup = visitor.submit(choice, Map.of("way", "security-key"));
        assertThat(setup.document().selectFirst("form#register"))
                .as(setup.text())
                .isNotNull();

        for (String odd : new String[] {"", "A", "!!!!", "AAAA", "\u00e9\u00e9", "A".repeat(20_000)}) {
            Map<String, String> fields = new HashMap<>();
            for (String name : new String[] {"clientDataJSON", "attestationObject", "publicKeyCredentialId"}) {
                fields.put(name, odd);
            }
            WebPage answer = visitor.submit(setup, fields);
            assertThat(answer.status()).as(odd).isLessThan(500);
            assertThat(answer.parameter("code")).as(odd).isEmpty();
        }
        assertThat(step.realm().credentials(step.realm().newPerson())).isNotNull();
    }

    @Test
    void consentWithoutSessionCodeDoesNotSkipTheSetup() {
        policy(Map.of("tenant-mfa.required-for", "ALL"));
        Person person = step.realm().newPerson();
        Visitor visitor = step.keycloak().visitor();
        WebPage choice = logIn(visitor, person);

        String query = choice.formAction().getRawQuery().replaceAll("session_code=[^&]*&?", "");
        WebPage consent = visitor.post(
                java.net.URI.create(
                        step.keycloak().base() + "/realms/" + step.realm().name() + "/login-actions/consent?" + query),
                Map.of("accept", "yes"));

        assertThat(consent.parameter("code")).isEmpty();
    }

    private Enrolled enrolled() {
        return Enrolled.enrol(step.keycloak(), step.realm(), step.realm().newPerson());
    }

    private WebPage logIn(Visitor visitor, Person person) {
        return visitor.logIn(step.app().authorization().uri(), person);
    }

    /** The policy of users of no tenant. */
    private void policy(Map<String, String> attributes) {
        step.realm()
                .setAttribute("tenant-mfa.required-for", attributes.getOrDefault("tenant-mfa.required-for", "NONE"));
        step.realm()
                .setAttribute("tenant-mfa.allowed-methods", attributes.getOrDefault("tenant-mfa.allowed-methods", ""));
    }
}
