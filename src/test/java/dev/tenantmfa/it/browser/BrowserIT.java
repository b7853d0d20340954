package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.pages.AccountConsole;
import dev.tenantmfa.it.pages.LoginPage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A person without a second factor finds the way with a real browser. */
@BrowserTest
class BrowserIT {
    @Test
    void personWithoutSecondFactorReachesTheAccountConsole(KeycloakServer keycloak, Page page) {
        Person person = keycloak.demo().newPerson();
        AccountConsole console = new AccountConsole(page, keycloak.base(), KeycloakServer.DEMO_REALM);
        console.open();

        new LoginPage(page).logIn(person);

        assertThat(console.awaitEmail()).isEqualTo(person.email());
        console.openSigningIn();
        assertThat(console.awaitSigningIn().credentials("password").allInnerTexts())
                .hasSize(1);
    }

    @Test
    void applicationGetsTokens(KeycloakServer keycloak, Page page) {
        Person person = keycloak.demo().newPerson();
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);

        new LoginPage(page).logIn(person);

        Tokens tokens = application.awaitTokens(page);
        assertThat(tokens.claims().get("sub").asText()).isEqualTo(person.id());
    }

    @Test
    void loginWorksWithoutScripts(KeycloakServer keycloak, @Window(javaScript = false, language = "de") Page page) {
        Person person = keycloak.demo().newPerson();
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);

        new LoginPage(page).logIn(person);

        assertThat(application.awaitTokens(page).isGranted()).isTrue();
    }

    @Test
    void windowsShareNoSession(KeycloakServer keycloak, Page one, Page other) {
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(one);
        new LoginPage(one).logIn(keycloak.demo().newPerson());
        application.awaitReturn(one);

        application.open(other);

        assertThat(other.locator("input[name=password]").count()).isEqualTo(1);
    }

    @Test
    void loginPageIsAccessible(KeycloakServer keycloak, Page page) {
        Application.using(keycloak.client("demo-app")).open(page);

        Accessibility.check(page);
    }

    @Test
    void wrongPasswordIsTold(KeycloakServer keycloak, Page page) {
        Application.using(keycloak.client("demo-app")).open(page);
        LoginPage login = new LoginPage(page);

        login.logIn(keycloak.demo().newPerson().username(), "wrong");

        assertThat(login.error()).isEqualTo("Invalid username or password.");
    }
}
