package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.pages.AccountConsole;
import dev.tenantmfa.it.pages.BackupCodesPage;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.pages.MessagePage;
import dev.tenantmfa.it.pages.SetupPage;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Message codes in a real browser: with the keyboard, without scripts, in a narrow window, by a screen reader. */
@BrowserTest
class MessagePagesIT {

    @BeforeEach
    void withPhonesAndWithoutKeycloaksProtector(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
    }

    @AfterEach
    void asBefore(KeycloakServer keycloak) {
        keycloak.demo().update(realm -> {
            realm.put("bruteForceProtected", true);
            realm.put("loginTheme", "tenant-mfa");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant-mfa", "keycloak.v2", "keycloak"})
    void pagesAreAccessibleUnderEveryTheme(String theme, KeycloakServer keycloak, @Window(width = 320) Page phone) {
        keycloak.demo().update(realm -> realm.put("loginTheme", theme));
        Person person = keycloak.demo().newPerson();
        String number = PhoneNetwork.newNumber();
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(phone, application.authorization().with("kc_action", "tmfa-configure-phone"));
        new LoginPage(phone).logIn(person);
        phone.locator("input[name=number]").fill("0170");
        phone.keyboard().press("Enter");
        assertThat(phone.locator("#number-error")).containsText("not a valid phone number");
        check(theme, phone);
        phone.locator("input[name=number]").fill(number);
        phone.keyboard().press("Enter");
        MessagePage message = MessagePage.await(phone);
        check(theme, phone);
        message.enter("12");
        assertThat(message.error()).isEqualTo("The code was incorrect.");
        check(theme, phone);
        message.resend();
        assertThat(MessagePage.await(phone).told()).startsWith("No code was sent.");
        check(theme, phone);
        assertThat((Boolean) phone.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as("fits into 320 px")
                .isTrue();
        message.enter(PhoneNetwork.THE.message(number, 1).code());
        application.awaitReturn(phone);
    }

    @Test
    void anotherWayIsFoundByKeyboard(KeycloakServer keycloak, Page page, Page other) {
        Person person = keycloak.demo().newPerson();
        AuthenticatorApp app = setUpApp(keycloak, page, person);
        String number = addPhone(keycloak, page, person);
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(other);
        new LoginPage(other).logIn(person);
        CodePage.await(other);

        Accessibility.check(other);
        chooseByKeyboard(other, "Code by message");
        assertThat(MessagePage.await(other).told())
                .isEqualTo("A code has been sent to " + PhoneNetwork.masked(number) + ".");
        Accessibility.check(other);
        chooseByKeyboard(other, "Authenticator app or backup code");
        CodePage.await(other);
        chooseByKeyboard(other, "Code by message");
        MessagePage back = MessagePage.await(other);
        assertThat(PhoneNetwork.THE.to(number)).as("coming back sends nothing").hasSize(2);
        back.enter(PhoneNetwork.THE.message(number, 2).code());

        assertThat(application.awaitTokens(other).isGranted()).isTrue();
        assertThat(app.code()).isNotEmpty();
    }

    @Test
    void whoHasAnAppAloneIsOfferedNoOtherWay(KeycloakServer keycloak, Page page, Page other) {
        Person person = keycloak.demo().newPerson();
        setUpApp(keycloak, page, person);
        Application.using(keycloak.client("demo-app")).open(other);
        new LoginPage(other).logIn(person);

        CodePage.await(other);

        assertThat(other.getByText("another way")).hasCount(0);
    }

    @Test
    void messageLogsInWithoutScriptsInGerman(
            KeycloakServer keycloak, Page page, @Window(javaScript = false, language = "de", width = 320) Page other) {
        Person person = keycloak.demo().newPerson();
        setUpApp(keycloak, page, person);
        String number = addPhone(keycloak, page, person);
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(other);
        new LoginPage(other).logIn(person);
        CodePage.await(other);

        other.getByText("Anderer Weg: Code per Nachricht").click();

        MessagePage message = MessagePage.await(other);
        assertThat(message.told()).isEqualTo("Ein Code wurde an " + PhoneNetwork.masked(number) + " geschickt.");
        message.enter(PhoneNetwork.THE.message(number, 2).code());
        assertThat(application.awaitTokens(other).isGranted()).isTrue();
    }

    @Test
    void phoneIsSetUpAndRemovedInTheAccountConsole(KeycloakServer keycloak, Page page) {
        Person person = keycloak.demo().newPerson();
        String number = PhoneNetwork.newNumber();
        AccountConsole console = new AccountConsole(page, keycloak.base(), KeycloakServer.DEMO_REALM);
        console.openSigningIn();
        new LoginPage(page).logIn(person);
        console.awaitSigningIn().add("tmfa-phone");
        page.locator("input[name=number]").fill(number);
        page.keyboard().press("Enter");
        MessagePage.await(page).enter(PhoneNetwork.THE.message(number, 1).code());

        console.awaitSigningIn();
        assertThat(console.credentials("tmfa-phone")).hasText(PhoneNetwork.masked(number));
        console.remove("tmfa-phone");
        keycloak.clock().advance(Duration.ofSeconds(31));
        if (!isConfirmationShown(page)) {
            MessagePage.await(page)
                    .enter(PhoneNetwork.THE
                            .to(number)
                            .get(PhoneNetwork.THE.to(number).size() - 1)
                            .code());
        }
        console.confirmRemoval();
        console.awaitSigningIn();
        assertThat(console.credentials("tmfa-phone")).hasCount(0);
        assertThat(keycloak.mailbox().awaitMailTo(person, 2).subject())
                .isEqualTo("A phone for sign-in codes was removed");
    }

    private static boolean isConfirmationShown(Page page) {
        page.locator("#kc-accept, #tmfa-message-notice").first().waitFor();
        return page.locator("#kc-accept").count() == 1;
    }

    private static AuthenticatorApp setUpApp(KeycloakServer keycloak, Page page, Person person) {
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page, application.authorization().with("kc_action", "tmfa-configure"));
        new LoginPage(page).logIn(person);
        SetupPage setup = SetupPage.await(page);
        AuthenticatorApp app = setup.scan(keycloak.clock());
        setup.confirm(app.code());
        BackupCodesPage.await(page).confirm();
        application.awaitReturn(page);
        return app;
    }

    /** In the session of the app's set-up. */
    private static String addPhone(KeycloakServer keycloak, Page page, Person person) {
        String number = PhoneNetwork.newNumber();
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(page, application.authorization().with("kc_action", "tmfa-configure-phone"));
        page.locator("input[name=number]").fill(number);
        page.keyboard().press("Enter");
        MessagePage.await(page).enter(PhoneNetwork.THE.message(number, 1).code());
        application.awaitReturn(page);
        keycloak.clock().advance(Duration.ofMinutes(11));
        return number;
    }

    private static void chooseByKeyboard(Page page, String name) {
        Locator way = page.getByText("Try another way: " + name);
        way.waitFor();
        focusBy(page, way);
        page.keyboard().press("Enter");
    }

    /** Presses Tab until the focus is there. */
    private static void focusBy(Page page, Locator target) {
        for (int i = 0; i < 30; i++) {
            if ((Boolean) target.evaluate("element => element === document.activeElement")) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Not reached by keyboard: " + target);
    }

    private static void check(String theme, Page page) {
        if (theme.equals("keycloak")) {
            Accessibility.checkOurs(page);
        } else {
            Accessibility.check(page);
        }
    }
}
