package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.message.PhoneNetwork;
import java.time.Duration;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Setups in the one step for all second factors. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondFactorStepSetupIT extends SecondFactorStepFixture {
    @Test
    void policyLeadsToAChoiceOfMethodsAndTheSetupEndsTheLogin() {
        policy(Map.of("tenant-mfa.required-for", "ALL"));
        Person person = step.realm().newPerson();
        Visitor visitor = step.keycloak().visitor().undecided();
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
    void linkOfAMailSetsNothingUp() {
        policy(Map.of("tenant-mfa.required-for", "ALL"));
        Person person = step.realm().newPerson();
        Visitor visitor = step.keycloak().visitor();
        WebPage login = visitor.open(step.app().authorization().uri());
        WebPage reset = visitor.open(login.uri()
                .resolve(login.document()
                        .selectFirst("a[href*=reset-credentials]")
                        .attr("href")));
        visitor.submit(reset, Map.of("username", person.username()));
        Visitor thief = step.keycloak().visitor();

        WebPage page = thief.open(step.keycloak().mailbox().awaitMailTo(person).link());
        Element further = page.document().selectFirst("a[href*=action-token]");
        page = further == null ? page : thief.open(page.uri().resolve(further.attr("href")));

        assertThat(page.document().select("#tmfa-setup-choice, #tmfa-setup-form, form#register"))
                .as(page.text())
                .isEmpty();
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
    }

    @Test
    void phoneIsSetUpWhileTheLoginIsOpenAndAskedForAfterwards() {
        PhoneNetwork.THE.serves(step.keycloak(), step.realm());
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "sms"));
        Person person = step.realm().newPerson();
        String number = PhoneNetwork.newNumber();
        Visitor visitor = step.keycloak().visitor();
        AuthorizationRequest request = step.app().authorization();

        WebPage page = visitor.logIn(request.uri(), person);
        assertThat(page.hasField("number")).as(page.text()).isTrue();
        page = visitor.submit(page, Map.of("number", number));
        page = visitor.submit(
                page, Map.of("code", PhoneNetwork.THE.message(number, 1).code()));
        Tokens tokens = step.app().redeem(request, page.code());
        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();

        step.keycloak().clock().advance(Duration.ofSeconds(61));
        Visitor later = step.keycloak().visitor();
        WebPage asked = logIn(later, person);
        WebPage end = later.submit(
                asked, Map.of("code", PhoneNetwork.THE.message(number, 2).code()));
        assertThat(LoginStep.of(end)).isEqualTo(LoginStep.IN);
    }

    @Test
    void setupThatTakesLongIsNotAskedForTheOldFactorAgain() {
        PhoneNetwork.THE.serves(step.keycloak(), step.realm());
        Enrolled enrolled = enrolled();
        policy(Map.of("tenant-mfa.required-for", "ALL", "tenant-mfa.allowed-methods", "sms"));
        String number = PhoneNetwork.newNumber();
        Visitor visitor = step.keycloak().visitor();
        WebPage page = logIn(visitor, enrolled.person());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        page = visitor.submit(page, Map.of("code", enrolled.app().code()));
        page = visitor.submit(page, Map.of("number", number));
        String code = PhoneNetwork.THE.message(number, 1).code();

        step.keycloak().clock().advance(Duration.ofMinutes(11));
        page = visitor.submit(page, Map.of("code", code));
        assertThat(page.text()).contains("The code expired. A new code has been sent");
        page = visitor.submit(
                page, Map.of("code", PhoneNetwork.THE.message(number, 2).code()));

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
    }

    @Test
    void consentWithoutSessionCodeDoesNotSkipTheSetup() {
        policy(Map.of("tenant-mfa.required-for", "ALL"));
        Person person = step.realm().newPerson();
        Visitor visitor = step.keycloak().visitor().undecided();
        WebPage choice = logIn(visitor, person);

        String query = choice.formAction().getRawQuery().replaceAll("session_code=[^&]*&?", "");
        WebPage consent = visitor.post(
                java.net.URI.create(
                        step.keycloak().base() + "/realms/" + step.realm().name() + "/login-actions/consent?" + query),
                Map.of("accept", "yes"));

        assertThat(consent.parameter("code")).isEmpty();
    }
}
