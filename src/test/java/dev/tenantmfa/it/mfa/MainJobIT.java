package dev.tenantmfa.it.mfa;

import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.browser.Accessibility;
import dev.tenantmfa.it.browser.Application;
import dev.tenantmfa.it.browser.BrowserTest;
import dev.tenantmfa.it.pages.AccountConsole;
import dev.tenantmfa.it.pages.BackupCodesPage;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.pages.SetupPage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the extension is for, from the first look at the account console to the removal of the app, in a real browser. */
@BrowserTest
class MainJobIT {

    /** Keycloak's protector may still be busy with a wrong code when the right one comes, and then refuses it. */
    @BeforeEach
    void withoutKeycloaksProtector(KeycloakServer keycloak) {
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
    }

    @AfterEach
    void withKeycloaksProtector(KeycloakServer keycloak) {
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
    }

    private static final String PASSWORD = "Demo-Passw0rd!";

    @Test
    void ownerOfAcmeAddsAnAppLogsInWithItAndRemovesIt(KeycloakServer keycloak, Page page, Page later) {
        Person owner = keycloak.freshDemoRealm().person("owner@acme.test", PASSWORD);
        withoutKeycloaksProtector(keycloak);
        AccountConsole console = new AccountConsole(page, keycloak.base(), "demo");
        console.openSigningIn();
        new LoginPage(page).logIn(owner);
        console.awaitSigningIn();
        assertThat(console.canAdd("tmfa-totp")).isTrue();

        console.add("tmfa-totp");
        SetupPage setup = SetupPage.await(page);
        Accessibility.check(page);
        assertThat(setup.otpauthUri().toString())
                .startsWith("otpauth://totp/Tenant%20MFA%20Demo:owner%40acme.test?secret=")
                .contains("&issuer=Tenant%20MFA%20Demo&algorithm=SHA1&digits=6&period=30")
                .doesNotContain("+");
        AuthenticatorApp app = setup.scan(keycloak.clock());
        setup.nameDevice("Ada's phone").confirm(app.wrongCode());
        assertThat(setup.codeError()).isEqualTo("The code was incorrect.");
        assertThat(setup.scan(keycloak.clock()).code())
                .as("the same secret again")
                .isEqualTo(app.code());
        String firstCode = app.code();
        setup.confirm(firstCode);

        BackupCodesPage codesPage = BackupCodesPage.await(page);
        Accessibility.check(page);
        List<String> codes = codesPage.codes();
        assertThat(codes).hasSize(8).doesNotHaveDuplicates().allMatch(code -> code.matches("\\d{5} \\d{5}"));
        assertThat(codesPage.download()).contains(codes);
        codesPage.confirmUnsaved();
        assertThat(codesPage.error()).isEqualTo("Confirm that you have saved the codes.");
        assertThat(codesPage.codes()).isEqualTo(codes);
        codesPage.confirm();
        console.awaitSigningIn();
        assertThat(console.credentials("tmfa-totp").allInnerTexts()).containsExactly("Ada's phone");
        console.logOut();

        Application application = Application.using(keycloak.client("demo-app"));
        application.open(later);
        new LoginPage(later).logIn(owner);
        CodePage code = CodePage.await(later);
        Accessibility.check(later);
        code.enter(firstCode);
        assertThat(code.error()).as("the code that proved the set-up").isEqualTo("The code was incorrect.");
        keycloak.clock().advance(Duration.ofSeconds(90));
        code.enter(app.codeIn(-2));
        assertThat(code.error()).as("two steps old").isEqualTo("The code was incorrect.");
        String good = app.code();
        code.enter(good);
        Tokens tokens = application.awaitTokens(later);
        assertThat(tokens.idClaims().get("amr"))
                .extracting(node -> node.asText())
                .contains("otp");

        application.open(later, application.authorization().with("prompt", "login"));
        new LoginPage(later).confirmPassword(PASSWORD);
        code.enter(good);
        assertThat(code.error()).as("the same code again").isEqualTo("The code was incorrect.");
        code.enter(codes.get(6));
        application.awaitTokens(later);
        application.open(later, application.authorization().with("prompt", "login"));
        new LoginPage(later).confirmPassword(PASSWORD);
        code.enter(codes.get(6));
        assertThat(code.error()).as("the same backup code again").isEqualTo("The code was incorrect.");
        code.enter(codes.get(0).replace(" ", "-"));
        application.awaitTokens(later);

        console.openSigningIn();
        new LoginPage(page).logIn(owner);
        keycloak.clock().advance(Duration.ofSeconds(60));
        CodePage.await(page).enter(app.code());
        console.awaitSigningIn().remove("tmfa-totp");
        console.confirmRemoval();
        console.awaitSigningIn();
        assertThat(console.credentials("tmfa-totp").count()).isZero();
        assertThat(keycloak.support().credentials(keycloak.demo(), owner))
                .extracting(stored -> stored.type())
                .containsExactly("password");
    }

    @Test
    void administratorAsksForASetUp(KeycloakServer keycloak, Page page) {
        RealmAdmin realm = keycloak.demo();
        Person person = realm.newPerson();
        realm.put(
                        "/users/" + person.id(),
                        realm.user(person)
                                .set(
                                        "requiredActions",
                                        realm.user(person).arrayNode().add("tmfa-configure")))
                .expect(204);
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        new LoginPage(page).logIn(person);

        SetupPage setup = SetupPage.await(page);
        assertThat(setup.isSkippable()).isFalse();
        setup.confirm(setup.scan(keycloak.clock()).code());
        BackupCodesPage.await(page).confirm();

        assertThat(application.awaitTokens(page).isGranted()).isTrue();
        assertThat(realm.user(person).get("requiredActions")).isEmpty();
    }

    @Test
    void ownerOfGlobexCannotGetInWithoutASetUp(KeycloakServer keycloak, Page page) {
        Person owner = keycloak.freshDemoRealm().person("owner@globex.test", PASSWORD);
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page);
        String start = page.url();
        new LoginPage(page).logIn(owner);
        SetupPage.await(page);

        page.goBack();
        page.reload();
        assertThat(new SetupPage(page).isShown() || page.locator("#password").count() == 1)
                .as("after the back button")
                .isTrue();
        page.navigate(start);
        application.open(page);
        if (page.locator("#password").count() == 1) {
            new LoginPage(page).logIn(owner);
        }
        SetupPage.await(page);
        Page tab = page.context().newPage();
        Application second = Application.using(keycloak.client("demo-app"));
        second.open(tab);
        if (tab.locator("#password").count() == 1) {
            new LoginPage(tab).logIn(owner);
        }
        SetupPage setup = SetupPage.await(tab);
        tab.navigate(keycloak.base() + "/realms/demo/login-actions/restart?client_id=demo-app&tab_id="
                + tab.url().replaceAll(".*tab_id=([^&]+).*", "$1"));
        new LoginPage(tab).logIn(owner);
        setup = SetupPage.await(tab);

        setup.confirm(setup.scan(keycloak.clock()).code());
        BackupCodesPage.await(tab).confirm();
        assertThat(second.awaitTokens(tab).claims().get("sub").asText()).isEqualTo(owner.id());
    }
}
