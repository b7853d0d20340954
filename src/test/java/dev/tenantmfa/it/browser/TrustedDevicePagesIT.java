package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.pages.AccountConsole;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Trusted devices in a real browser: the checkbox, the login that is spared the page, the list in the account console. */
@BrowserTest
class TrustedDevicePagesIT {

    @BeforeEach
    void trustForAMonth(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "30");
    }

    @AfterEach
    void trustNothing(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.trusted-device-days", "0");
    }

    @Test
    void checkboxIsReachedWithTheKeyboardAndTheDeviceIsForgottenInTheAccountConsole(
            KeycloakServer keycloak, @Window(width = 320) Page page) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Person person = enrolled.person();
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        new LoginPage(page).logIn(person);
        CodePage.await(page);
        Accessibility.check(page);
        Locator box = page.getByLabel("Do not ask on this device for 30 days");
        assertThat(box).not().isChecked();
        page.locator("input[name=code]").fill(enrolled.app().code());
        page.keyboard().press("Tab");
        assertThat(box).isFocused();
        page.keyboard().press("Space");
        page.keyboard().press("Enter");
        assertThat(application.awaitTokens(page).claims().get("mfa").asBoolean())
                .isTrue();

        endSession(page);
        application.open(page);
        new LoginPage(page).logIn(person);
        assertThat(application.awaitTokens(page).claims().get("mfa").asBoolean())
                .isFalse();

        AccountConsole console = new AccountConsole(page, keycloak.base(), "demo");
        console.openSigningIn();
        console.awaitSigningIn();
        assertThat(page.getByText("Trusted devices", new Page.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(console.credentials("tmfa-trusted-device")).hasCount(1);
        console.remove("tmfa-trusted-device");
        // As for each removal. Without it, the session would end together with the device.
        keycloak.clock().advance(enrolled.app().untilNextStep().plusSeconds(1));
        CodePage.await(page).enter(enrolled.app().code());
        console.confirmRemoval();
        console.awaitSigningIn();
        assertThat(console.credentials("tmfa-trusted-device")).hasCount(0);

        endSession(page);
        application.open(page);
        new LoginPage(page).logIn(person);
        assertThat(CodePage.await(page).isShown()).isTrue();
    }

    @Test
    void checkboxWorksWithoutScripts(KeycloakServer keycloak, @Window(javaScript = false) Page page) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        new LoginPage(page).logIn(enrolled.person());
        page.locator("#trust-device").check();
        new CodePage(page).enter(enrolled.app().code());
        application.awaitTokens(page);

        endSession(page);
        application.open(page);
        new LoginPage(page).logIn(enrolled.person());

        assertThat(application.awaitTokens(page).isGranted()).isTrue();
    }

    @Test
    void deviceIsTrustedWithASecurityKey(KeycloakServer keycloak, Page page) {
        Person person = keycloak.demo().newPerson();
        VirtualAuthenticator.securityKey(page);
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page, application.authorization().with("kc_action", "webauthn-register"));
        new LoginPage(page).logIn(person);
        page.onDialog(dialog -> dialog.accept("My key"));
        page.waitForLoadState();
        page.locator("#registerWebAuthn").click();
        application.awaitReturn(page);
        endSession(page);
        application.open(page);
        new LoginPage(page).logIn(person);
        page.locator("#trust-device").check();
        page.locator("#tmfa-key-use").click();
        assertThat(application.awaitTokens(page).isGranted()).isTrue();

        endSession(page);
        application.open(page);
        new LoginPage(page).logIn(person);

        assertThat(application.awaitTokens(page).claims().get("mfa").asBoolean())
                .isFalse();
    }

    /** Only the cookie of the device stays. */
    private static void endSession(Page page) {
        var kept = page.context().cookies().stream()
                .filter(cookie -> cookie.name.equals("TMFA_TRUSTED_DEVICE"))
                .toList();
        page.navigate(URI.create("about:blank").toString());
        page.context().clearCookies();
        page.context().addCookies(List.copyOf(kept));
    }
}
