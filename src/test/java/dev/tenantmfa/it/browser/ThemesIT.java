package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.pages.BackupCodesPage;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.pages.RenewPage;
import dev.tenantmfa.it.pages.SetupPage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Every page works and is accessible under the branded theme, Keycloak's own and its legacy one; on a phone, in the dark. */
@BrowserTest
class ThemesIT {

    @AfterEach
    void useTheBrandedThemeAgain(KeycloakServer keycloak) {
        useTheme(keycloak.demo(), "tenant-mfa");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant-mfa", "keycloak.v2", "keycloak"})
    void allPagesWork(String theme, KeycloakServer keycloak, @Window(width = 320) Page phone, Page later) {
        useTheme(keycloak.demo(), theme);
        Person person = keycloak.demo().newPerson();
        later.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Application application = Application.using(keycloak.client("demo-app"));
        application.open(phone, application.authorization().with("kc_action", "tmfa-configure"));
        new LoginPage(phone).logIn(person);
        SetupPage setup = SetupPage.await(phone);
        check(theme, phone);
        AuthenticatorApp app = setup.scan(keycloak.clock());
        setup.confirm(app.wrongCode());
        assertThat(setup.codeError()).isEqualTo("The code was incorrect.");
        check(theme, phone);
        setup.confirm(app.code());
        BackupCodesPage codesPage = BackupCodesPage.await(phone);
        check(theme, phone);
        List<String> codes = codesPage.codes();
        codesPage.confirm();
        application.awaitReturn(phone);

        keycloak.clock().advance(Duration.ofMinutes(6));
        application.open(later, application.authorization().with("kc_action", "tmfa-regenerate-backup-codes"));
        new LoginPage(later).logIn(person);
        CodePage code = CodePage.await(later);
        check(theme, later);
        code.enter(codes.get(1));
        RenewPage renew = RenewPage.await(later);
        check(theme, later);
        renew.renew();
        BackupCodesPage renewed = BackupCodesPage.await(later);
        check(theme, later);
        assertThat(renewed.codes()).hasSize(8).doesNotContainAnyElementsOf(codes);
        renewed.confirm();
        application.awaitReturn(later);
    }

    private static void check(String theme, Page page) {
        assertThat((Boolean) page.evaluate(
                        "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"))
                .as("no scrolling sideways at " + page.url())
                .isTrue();
        if (theme.equals("keycloak")) {
            Accessibility.checkOurs(page);
        } else {
            Accessibility.check(page);
        }
    }

    private static void useTheme(RealmAdmin realm, String theme) {
        realm.update(changed -> changed.put("loginTheme", theme));
    }
}
