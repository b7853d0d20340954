package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.pages.ConsolePage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Every view is accessible: light, dark, right to left, on a phone, by keyboard, in German. */
@BrowserTest
class ConsoleLooksIT {
    private static final int PHONE = 390;

    private final KeycloakServer keycloak;
    private TenantFixture tenant;
    private Person member;

    ConsoleLooksIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void tenantWithMembers() {
        tenant = TenantFixture.create(keycloak);
        member = tenant.newMember("MEMBER");
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 30));
        tenant.call(
                        tenant.owner(),
                        "POST",
                        "/me/invitations",
                        Map.of("email", "a@" + tenant.alias() + ".test", "role", "ADMIN"))
                .expect(201);
    }

    @AfterEach
    void languagesAsBefore() {
        keycloak.demo()
                .update(realm -> realm.putArray("supportedLocales").add("en").add("de"));
        keycloak.demo().delete("/localization/ar");
    }

    @Test
    void light(Page page) {
        looksAtAll(page);
    }

    @Test
    void darkOnAPhone(@Window(width = PHONE) Page page) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        looksAtAll(page);
        assertThat(page.locator("html.pf-v5-theme-dark")).hasCount(1);
    }

    @Test
    void rightToLeft(@Window(language = "ar") Page page) {
        keycloak.demo()
                .update(realm ->
                        realm.putArray("supportedLocales").add("en").add("de").add("ar"));
        keycloak.demo()
                .post("/localization/ar", Map.of("tmfa-language", "ar", "tmfa-direction", "rtl"))
                .expect(204);
        looksAtAll(page);
        assertThat(page.locator("html")).hasAttribute("dir", "rtl");
    }

    @Test
    void german(@Window(language = "de", width = PHONE) Page page) {
        looksAtAll(page);
        assertThat(page.locator("html")).hasAttribute("lang", "de");
        assertThat(page.locator("h1")).containsText("Einstellungen");
    }

    private void looksAtAll(Page page) {
        ConsoleWatch watch = ConsoleWatch.on(page, keycloak.base());
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "");
        new dev.tenantmfa.it.pages.LoginPage(page).logIn(tenant.owner());
        page.locator("button[name=skip]").click();
        console.await();
        String base = page.url().replaceAll("[?#].*", "");
        for (String path : List.of(
                "",
                "people",
                "people?do=invite",
                "people?do=create",
                "people?q=nobody-is-called-this",
                "people/" + member.id(),
                "people/" + member.id() + "?do=pass",
                "people/" + member.id() + "?do=exempt",
                "invitations",
                "policy",
                "activity",
                "nowhere",
                "?do=switch",
                "settings?do=delete",
                "settings")) {
            page.navigate(base + path);
            console.await();
            Accessibility.check(page);
            assertThat((Boolean) page.evaluate(
                            "document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1"))
                    .as("no scrolling sideways at " + path)
                    .isTrue();
            assertThat(page.title()).isNotBlank();
        }
        watch.check();
    }

    @Test
    void worksByKeyboard(Page page) {
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "");
        new dev.tenantmfa.it.pages.LoginPage(page).logIn(tenant.owner());
        page.locator("button[name=skip]").click();
        console.await();
        page.keyboard().press("Tab");
        assertThat(page.locator(".tc-skip")).isFocused();
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).isFocused();
        page.locator("nav.tc-nav a").nth(1).focus();
        page.keyboard().press("Enter");
        assertThat(console.heading("Members")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().press("Enter");
        assertThat(console.field("Email addresses")).isFocused();
        page.keyboard().type("typed@new.test");
        page.keyboard().press("Escape");
        assertThat(console.dialog()).hasCount(0);
        assertThat(console.button("Invite members").first()).isFocused();
    }
}
