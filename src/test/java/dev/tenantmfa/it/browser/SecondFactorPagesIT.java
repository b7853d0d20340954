package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.AccessPass;
import dev.tenantmfa.it.pages.AccessPassPage;
import dev.tenantmfa.it.pages.BackupCodesPage;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.pages.SetupPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of a second factor: usable without scripts, in a narrow window, in German, by a screen reader. */
@BrowserTest
@WithoutBruteForceProtector
class SecondFactorPagesIT {

    @Test
    void pagesAreAccessible(KeycloakServer keycloak, Page page, Page other) {
        Person person = keycloak.demo().newPerson();
        AuthenticatorApp app = setUp(keycloak, page, person).app();
        Application application = openCodePage(keycloak, other, person);
        CodePage code = CodePage.await(other);
        Accessibility.check(other);
        code.enter(app.wrongCode());
        assertThat(code.error()).isEqualTo("The code was incorrect.");
        code.enter(app.code());

        assertThat(application.awaitTokens(other).isGranted()).isTrue();
    }

    @Test
    void backupCodeLogsInWithoutScripts(
            KeycloakServer keycloak, Page page, @Window(javaScript = false, language = "de", width = 320) Page other) {
        Person person = keycloak.demo().newPerson();
        List<String> codes = setUp(keycloak, page, person).backupCodes();
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(other);
        new LoginPage(other).logIn(person);

        CodePage.await(other).enter(codes.get(3));

        assertThat(application.awaitTokens(other).isGranted()).isTrue();
    }

    @Test
    void accessPassReplacesALostApp(
            KeycloakServer keycloak,
            Page page,
            @Window(javaScript = false, language = "de", width = 320) Page plain,
            Page other) {
        Person person = keycloak.demo().newPerson();
        setUp(keycloak, page, person);
        String pass = AccessPass.make(keycloak.demo(), person).code();
        Application application = openCodePage(keycloak, other, person);
        CodePage code = CodePage.await(other);
        assertThat(code.text()).contains("Or enter the access pass that you were given.");
        Accessibility.check(other);
        code.enter(pass.toLowerCase(Locale.ROOT));
        AccessPassPage choice = AccessPassPage.await(other);
        Accessibility.check(other);
        choice.skip();
        assertThat(application.awaitTokens(other).isGranted()).isTrue();

        String second = AccessPass.make(keycloak.demo(), person).code();
        Application again = openCodePage(keycloak, plain, person);
        CodePage.await(plain).enter(second);
        AccessPassPage.await(plain).replace("ersetzen");
        AuthenticatorApp app = SetupPage.await(plain).scan(keycloak.clock());
        SetupPage.await(plain).nameDevice("New phone").confirm(app.code());
        BackupCodesPage.await(plain).confirm();
        assertThat(again.awaitTokens(plain).isGranted()).isTrue();
    }

    @Test
    void doubleClickOnASlowLineSendsOneRequest(KeycloakServer keycloak, Page page, Page slow) {
        Person person = keycloak.demo().newPerson();
        AuthenticatorApp app = setUp(keycloak, page, person).app();
        Application application = openCodePage(keycloak, slow, person);
        List<Route> held = new ArrayList<>();
        String target = "**/login-actions/authenticate**";
        slow.route(target, held::add);
        Locator button = slow.locator("#tmfa-code-form button[type=submit]").first();

        slow.locator("input[name=code]").fill(app.code());
        button.dblclick(new Locator.DblclickOptions().setNoWaitAfter(true));
        slow.waitForTimeout(500);

        assertThat(held).hasSize(1);
        slow.unroute(target);
        held.forEach(Route::resume);
        assertThat(application.awaitTokens(slow).isGranted()).isTrue();
    }

    @Test
    void requiredSetupWorksInsideTheLogin(KeycloakServer keycloak, Page desktop, @Window(width = 390) Page phone) {
        for (Page page : List.of(desktop, phone)) {
            Application application = openRequiredSetup(keycloak, page);
            SetupPage setup = SetupPage.await(page);
            assertThat(page.url()).contains("/login-actions/authenticate");
            assertThat(setup.isSkippable()).isFalse();
            assertThat(page.locator("#try-another-way, [name=cancel-aia]").count())
                    .isZero();
            Accessibility.check(page);
            AuthenticatorApp app = setup.scan(keycloak.clock());
            setup.confirm(app.wrongCode());
            assertThat(setup.codeError()).isEqualTo("The code was incorrect.");
            Accessibility.check(page);
            setup.nameDevice("Phone of the test").confirm(app.code());
            BackupCodesPage codes = BackupCodesPage.await(page);
            Accessibility.check(page);
            codes.confirmUnsaved();
            assertThat(codes.error()).isEqualTo("Confirm that you have saved the codes.");
            page.reload();
            BackupCodesPage.await(page).confirm();
            assertThat(application.awaitTokens(page).isGranted()).isTrue();
        }
    }

    @Test
    void requiredSetupWorksByKeyboardAndWithoutScripts(
            KeycloakServer keycloak,
            Page keyboard,
            @Window(javaScript = false, language = "de", width = 320) Page plain) {
        for (Page page : List.of(keyboard, plain)) {
            Application application = openRequiredSetup(keycloak, page);
            AuthenticatorApp app = SetupPage.await(page).scan(keycloak.clock());
            page.locator("input[name=code]").fill(app.code());
            page.keyboard().press("Enter");
            BackupCodesPage.await(page);
            page.locator("input[name=saved]").focus();
            page.keyboard().press("Space");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(application.awaitTokens(page).isGranted()).isTrue();
        }
    }

    /** With an app that shows a code that was not used yet. */
    private static Application openCodePage(KeycloakServer keycloak, Page page, Person person) {
        keycloak.clock().advance(Duration.ofSeconds(60));
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        new LoginPage(page).logIn(person);
        CodePage.await(page);
        return application;
    }

    private static Application openRequiredSetup(KeycloakServer keycloak, Page page) {
        Person person = keycloak.demo().newPerson();
        keycloak.demo().require(person, "tmfa-configure");
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        new LoginPage(page).logIn(person);
        return application;
    }

    private static Enrolled setUp(KeycloakServer keycloak, Page page, Person person) {
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page, application.authorization().with("kc_action", "tmfa-configure"));
        new LoginPage(page).logIn(person);
        SetupPage setup = SetupPage.await(page);
        AuthenticatorApp app = setup.scan(keycloak.clock());
        setup.confirm(app.wrongCode());
        assertThat(setup.codeError()).isEqualTo("The code was incorrect.");
        Accessibility.check(page);
        setup.nameDevice("Phone of the test").confirm(app.code());
        BackupCodesPage codes = BackupCodesPage.await(page);
        List<String> shown = codes.codes();
        assertThat(shown).hasSize(8);
        Accessibility.check(page);
        assertThat(codes.download()).contains(shown);
        codes.confirm();
        assertThat(application.awaitReturn(page).parameter("kc_action_status")).contains("success");
        return new Enrolled(app, shown);
    }

    private record Enrolled(AuthenticatorApp app, List<String> backupCodes) {}
}
