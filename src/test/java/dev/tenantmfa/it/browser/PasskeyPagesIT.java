package dev.tenantmfa.it.browser;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.StepRealm;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Passkeys in the sign-in form and in the step for the second factor, with Chromium's virtual authenticators. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasskeyPagesIT {

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
    void defaults() {
        passkeys("required", true);
        mediation("conditional");
        policy("NONE", "");
    }

    @Test
    void policySetsAPasskeyUpAndAfterwardsItLogsInByItself(Page page) {
        policy("ALL", "passkey");
        Person person = step.realm().newPerson();
        VirtualAuthenticator.passkeys(page);
        page.onDialog(dialog -> dialog.accept("My phone"));
        Application application = Application.using(step.app());
        application.open(page);
        new LoginPage(page).logIn(person);
        register(page);
        Tokens tokens = application.awaitTokens(page);
        assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();

        page.context().clearCookies();
        application.open(page);
        Tokens again = application.awaitTokens(page);

        assertThat(again.isGranted())
                .as(
                        "the browser offers it at the field for the username, and nothing more is asked: %s",
                        again.answer())
                .isTrue();
        assertThat(again.claims().get("mfa").asBoolean()).isTrue();
        assertThat(again.claims().get("preferred_username").asText()).isEqualTo(person.username());
    }

    @Test
    void buttonLogsInWhereNothingIsFilledIn(Page page) {
        mediation("none");
        Person person = withPasskey(page);
        Application application = Application.using(step.app());
        application.open(page);
        assertThat(page.locator("#username").getAttribute("autocomplete")).isEqualTo("username webauthn");
        Accessibility.check(page);
        signIn(page).click();

        Tokens tokens = application.awaitTokens(page);
        assertThat(tokens.claims().get("preferred_username").asText()).isEqualTo(person.username());
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
    }

    @Test
    void passwordAloneDoesNotLetInWhoHasAPasskey(Page page) {
        mediation("none");
        Person person = withPasskey(page);
        Application application = Application.using(step.app());
        application.open(page);
        new LoginPage(page).logIn(person);
        assertThat(page.locator("h1").innerText()).contains("passkey");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue with the key"))
                .click();

        Tokens tokens = application.awaitTokens(page);
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        OidcClient cli = OidcClient.of(step.keycloak().base(), step.realm().name(), "demo-cli");
        assertThat(cli.password(person).isGranted())
                .as("the password grant, which cannot ask for it")
                .isFalse();
    }

    @Test
    void passkeyIsOneFactorWhereTheRealmDoesNotRequireUserVerification(Page page) {
        passkeys("discouraged", true);
        mediation("none");
        Enrolled enrolled =
                Enrolled.enrol(step.keycloak(), step.realm(), step.realm().newPerson());
        VirtualAuthenticator.passkeys(page);
        page.onDialog(dialog -> dialog.accept("My key"));
        Application application = Application.using(step.app());
        application.open(page, application.authorization().with("kc_action", "webauthn-register-passwordless"));
        new LoginPage(page).logIn(enrolled.person());
        CodePage.await(page).enter(enrolled.app().code());
        register(page);
        application.awaitReturn(page);

        page.context().clearCookies();
        step.keycloak().clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        application.open(page);
        signIn(page).click();
        CodePage code = CodePage.await(page);
        code.enter(enrolled.app().code());

        assertThat(application.awaitTokens(page).isGranted()).isTrue();
    }

    @Test
    void passkeyThatWasRemovedIsRefusedAndThePasswordStillWorks(Page page) {
        // The simulated authenticator would answer again and again what the browser offers by itself.
        mediation("none");
        Person person = withPasskey(page);
        step.realm().credentials(person).forEach(credential -> {
            if (credential.get("type").asText().startsWith("webauthn")) {
                step.realm()
                        .delete("/users/" + step.realm().user(person).get("id").asText() + "/credentials/"
                                + credential.get("id").asText())
                        .expect(204);
            }
        });
        Application application = Application.using(step.app());

        application.open(page);
        signIn(page).click();
        page.locator("[role=alert], .pf-v5-c-alert, .alert-error").first().waitFor();
        assertThat(page.locator("#password").isVisible()).isTrue();
    }

    @Test
    void clonedPasskeyIsRefused(Page page) {
        mediation("none");
        Person person = withPasskey(page);
        VirtualAuthenticator original = plugged;
        JsonObject before = original.credentials().get(0).getAsJsonObject();
        Application application = Application.using(step.app());
        application.open(page);
        signIn(page).click();
        assertThat(application.awaitTokens(page).isGranted()).isTrue();
        original.unplug();
        VirtualAuthenticator clone = VirtualAuthenticator.passkeys(page);
        before.addProperty("signCount", 0);
        clone.add(before);

        page.context().clearCookies();
        application.open(page);
        signIn(page).click();
        page.locator("[role=alert], .pf-v5-c-alert, .alert-error").first().waitFor();

        assertThat(page.locator("#password").isVisible()).as(person.username()).isTrue();
    }

    @Test
    void realmWithoutPasskeysOffersNone(Page page) {
        passkeys("required", false);
        Application.using(step.app()).open(page);

        assertThat(signIn(page).count()).isZero();
        assertThat(page.locator("#username").getAttribute("autocomplete")).isEqualTo("username");
    }

    private VirtualAuthenticator plugged;

    /** A user whose passkey is in the browser's authenticator. */
    private Person withPasskey(Page page) {
        Person person = step.realm().newPerson();
        plugged = VirtualAuthenticator.passkeys(page);
        page.onDialog(dialog -> dialog.accept("My phone"));
        Application application = Application.using(step.app());
        application.open(page, application.authorization().with("kc_action", "webauthn-register-passwordless"));
        new LoginPage(page).logIn(person);
        register(page);
        application.awaitReturn(page);
        page.context().clearCookies();
        return person;
    }

    private static Locator signIn(Page page) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in with a passkey"));
    }

    private void policy(String requiredFor, String methods) {
        step.realm().setAttribute("tenant-mfa.required-for", requiredFor);
        step.realm().setAttribute("tenant-mfa.allowed-methods", methods);
    }

    private void passkeys(String verification, boolean enabled) {
        step.realm()
                .update(realm -> realm.put("webAuthnPolicyPasswordlessUserVerificationRequirement", verification)
                        .put("webAuthnPolicyPasswordlessPasskeysEnabled", enabled));
    }

    /** Whether the browser offers a passkey by itself ({@code conditional}) or only after the button ({@code none}). */
    private void mediation(String mediation) {
        step.realm().update(realm -> realm.put("webAuthnPolicyPasswordlessMediation", mediation));
    }

    /** Keycloak's page works once its script has run. */
    private static void register(Page page) {
        page.waitForLoadState();
        page.locator("#registerWebAuthn").click();
    }
}
