package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.StepRealm;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Applications that ask for {@code phr} or {@code phrh} (OpenID EAP ACR Values 1.0). */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PhishingResistantPagesIT {

    private StepRealm step;

    @BeforeAll
    void wire(KeycloakServer keycloak) {
        step = StepRealm.create(keycloak);
    }

    @AfterAll
    void delete() {
        step.realm().delete();
    }

    @Test
    void userWithAppAndKeyIsAskedForTheKeyAlone(Page page) {
        Enrolled enrolled =
                Enrolled.enrol(step.keycloak(), step.realm(), step.realm().newPerson());
        Application application = Application.using(step.app());
        setUpKey(page, application, enrolled);

        for (String acr : new String[] {"phr", "phrh"}) {
            page.context().clearCookies();
            application.open(page, application.authorization().with("acr_values", acr));
            new LoginPage(page).logIn(enrolled.person());
            useKey(page);
            Tokens tokens = application.awaitTokens(page);
            assertThat(tokens.idClaims().get("acr").asText()).isEqualTo(acr);
            assertThat(tokens.idClaims().get("amr").toString()).contains("pop", "mfa", "pwd");
        }
    }

    @Test
    void codeDoesNotReachTheLevelAndUnderSingleSignOnTheKeyIsAskedFor(Page page) {
        Enrolled enrolled =
                Enrolled.enrol(step.keycloak(), step.realm(), step.realm().newPerson());
        Application application = Application.using(step.app());
        setUpKey(page, application, enrolled);
        page.context().clearCookies();
        step.keycloak().clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        application.open(page, application.authorization().with("acr_values", "mfa"));
        new LoginPage(page).logIn(enrolled.person());
        if (page.locator("#tmfa-key-use").count() > 0) {
            page.locator("button[name=way][value=code]").click();
        }
        CodePage.await(page).enter(enrolled.app().code());
        assertThat(application.awaitTokens(page).idClaims().get("acr").asText()).isEqualTo("mfa");

        application.open(page, application.authorization().with("acr_values", "phr"));
        useKey(page);
        assertThat(application.awaitTokens(page).idClaims().get("acr").asText()).isEqualTo("phr");

        step.keycloak().clock().advance(Duration.ofMinutes(6));
        application.open(
                page, application.authorization().with("acr_values", "phr").with("prompt", "none"));
        assertThat(application.awaitReturn(page).parameter("error"))
                .as("too old for the level, and silence is asked for")
                .isPresent();
    }

    @Test
    void userWithoutAKeyProvesTheAppAndSetsAKeyUp(Page page) {
        Enrolled enrolled =
                Enrolled.enrol(step.keycloak(), step.realm(), step.realm().newPerson());
        VirtualAuthenticator.securityKey(page);
        page.onDialog(dialog -> dialog.accept("My key"));
        step.keycloak().clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        Application application = Application.using(step.app());
        application.open(page, application.authorization().with("acr_values", "phrh"));
        new LoginPage(page).logIn(enrolled.person());
        CodePage.await(page).enter(enrolled.app().code());
        register(page);

        Tokens tokens = application.awaitTokens(page);
        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo("phrh");
    }

    private void setUpKey(Page page, Application application, Enrolled enrolled) {
        VirtualAuthenticator.securityKey(page);
        page.onDialog(dialog -> dialog.accept("My key"));
        step.keycloak().clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        application.open(page, application.authorization().with("kc_action", "webauthn-register"));
        new LoginPage(page).logIn(enrolled.person());
        CodePage.await(page).enter(enrolled.app().code());
        register(page);
        application.awaitReturn(page);
    }

    private static void useKey(Page page) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue with the key"))
                .click();
    }

    /** Keycloak's page works once its script has run. */
    private static void register(Page page) {
        page.locator("#registerWebAuthn").waitFor();
        page.waitForLoadState();
        page.locator("#registerWebAuthn").click();
    }
}
