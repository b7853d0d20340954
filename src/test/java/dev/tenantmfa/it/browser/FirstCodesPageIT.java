package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** The page for users whose OTP was converted: they never had backup codes. */
@BrowserTest
class FirstCodesPageIT {

    @Test
    void backupCodesAreOfferedForTheFirstTime(KeycloakServer keycloak, Page page) {
        Person person = keycloak.demo().newPerson();
        BuiltInFactor.OTP.giveTo(person, keycloak.demo());
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        new LoginPage(page).logIn(person);
        CodePage.await(page).enter(BuiltInFactor.app(keycloak.clock()).code());

        assertThat(page.locator("#tmfa-remaining")).hasText("You have no backup codes yet.");
        Accessibility.check(page);
        page.locator("button[name=renew], input[name=renew]").click();
        assertThat(page.locator("#kc-page-title, h1").first()).containsText("backup codes");
    }
}
