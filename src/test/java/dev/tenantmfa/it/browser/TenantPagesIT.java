package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of tenants: usable without scripts, by keyboard, in a narrow window, in German, by a screen reader. */
@BrowserTest
class TenantPagesIT extends TenantPages {

    TenantPagesIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void pagesAreAccessible(Page page) {
        areAccessible(page);
    }

    @Test
    void pagesAreAccessibleInANarrowWindow(@Window(width = NARROW) Page page) {
        areAccessible(page);
    }

    @Test
    void pagesAreAccessibleInGerman(@Window(language = "de", width = NARROW) Page page) {
        areAccessible(page);
        assertThat(page.locator("body").innerText()).contains("gesperrt");
        assertThat(page.locator("[lang=de]").count()).isPositive();
    }

    private void areAccessible(Page page) {
        application.open(page);
        check(page);
        logIn(page, "wrong");
        assertThat(page.locator("#username").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(describedBy(page, "#username")).isNotBlank();
        check(page);
        logIn(page, person.password());
        check(page);
        suspend(one);
        suspend(other);
        choice(page, one).click();
        page.locator("#tmfa-tenant-refused").waitFor();
        check(page);
    }

    @Test
    void worksWithoutScripts(@Window(javaScript = false, width = NARROW) Page page) {
        application.open(page);
        logIn(page, "wrong");
        assertThat(page.locator("#input-error").innerText()).contains("Invalid username or password.");
        logIn(page, person.password());
        choice(page, other).click();

        assertThat(application.awaitTokens(page).claims().get("tenant_id").asText())
                .isEqualTo(other);
    }

    @Test
    void worksByKeyboard(Page page) {
        application.open(page);
        assertThat(focused(page)).as("the first field").isIn("tenant", "username");
        page.locator("#tenant").focus();
        page.keyboard().press("Tab");
        assertThat(focused(page)).isEqualTo("username");
        page.keyboard().type(person.username());
        page.keyboard().press("Tab");
        assertThat(focused(page)).isEqualTo("password");
        page.keyboard().type(person.password());
        page.keyboard().press("Enter");
        page.locator("#tmfa-tenant-choice").waitFor();
        tabTo(page, other);
        page.keyboard().press("Enter");

        assertThat(application.awaitTokens(page).claims().get("tenant_id").asText())
                .isEqualTo(other);
    }

    @Test
    void strangerReadsWhyTheDoorIsShut(Page page) {
        Person stranger = keycloak.demo().newPerson();
        AuthorizationRequest request = application.authorization();
        application.open(page, request);
        page.locator("#username").fill(stranger.username());
        page.locator("#password").fill(stranger.password());
        page.locator("#kc-login").click();
        application.awaitReturn(page);

        application.open(page, application.authorization().with("tenant", aliasOf(one)));

        assertThat(page.locator("#tmfa-tenant-refused").innerText())
                .contains("You are not a member of this organization.");
        check(page);
    }

    private static String focused(Page page) {
        return (String) page.evaluate("document.activeElement.name || document.activeElement.id");
    }

    private static void tabTo(Page page, String value) {
        for (int i = 0; i < 20; i++) {
            if (value.equals(page.evaluate("document.activeElement.value"))) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError("The keyboard does not reach " + value + " at " + page.url());
    }

    private void logIn(Page page, String password) {
        page.locator("#username").fill(person.username());
        page.locator("#password").fill(password);
        page.locator("#kc-login").click();
    }

    private static Locator choice(Page page, String tenant) {
        return page.locator("#tmfa-tenant-choice button[name=tenant][value='" + tenant + "']");
    }

    private void suspend(String tenant) {
        keycloak.admin()
                .request("PATCH", "/admin/realms/demo/tenants/" + tenant, Map.of("is_active", false))
                .expect(200);
    }

    private String aliasOf(String tenant) {
        return keycloak.demo()
                .get("/tenants/" + tenant)
                .expect(200)
                .json()
                .get("alias")
                .asText();
    }
}
