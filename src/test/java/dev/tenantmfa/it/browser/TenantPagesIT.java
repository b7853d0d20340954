package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The pages of tenants: usable without scripts, by keyboard, in a narrow window, in German, by a screen reader. */
@BrowserTest
class TenantPagesIT {
    private static final int NARROW = 320;

    private final KeycloakServer keycloak;
    private final Application application;

    TenantPagesIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.application = Application.using(keycloak.client("demo-app"));
    }

    private String one;
    private String other;
    private Person person;

    @BeforeEach
    void memberOfTwoTenants() {
        person = keycloak.demo().newPerson();
        one = newTenant();
        other = newTenant();
        join(one);
        join(other);
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
    void registrationIsAccessible(Page page) {
        registers(page);
    }

    @Test
    void registrationIsAccessibleInANarrowWindowInGerman(@Window(language = "de", width = NARROW) Page page) {
        registers(page);
    }

    private void registers(Page page) {
        application.open(page);
        page.locator("#kc-registration a").click();
        page.locator("#tenantName").waitFor();
        check(page);
        page.locator("#tenantName").fill("ACME corporation");
        submitRegistration(page);
        assertThat(page.locator("#tenantName").getAttribute("aria-invalid")).isEqualTo("true");
        assertThat(describedBy(page, "#tenantName")).isNotBlank();
        check(page);
        String unique = UUID.randomUUID().toString().substring(0, 8);
        fillRegistration(page, unique);
        submitRegistration(page);

        assertThat(application.awaitTokens(page).claims().get("tenant_role").asText())
                .isEqualTo("OWNER");
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
    void registersWithoutScripts(@Window(javaScript = false, width = NARROW) Page page) {
        application.open(page);
        page.locator("#kc-registration a").click();
        page.locator("#tenantName").fill("ACME corporation");
        submitRegistration(page);
        assertThat(page.locator("#tenantName-error").innerText()).contains("Another organization has this name.");
        fillRegistration(page, UUID.randomUUID().toString().substring(0, 8));
        submitRegistration(page);

        assertThat(application.awaitTokens(page).claims().get("tenant_role").asText())
                .isEqualTo("OWNER");
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

    /** All rules of axe, and nothing that is wider than the window (WCAG 2.2, 1.4.10). */
    private static void check(Page page) {
        Accessibility.check(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no scrolling sideways at " + page.url())
                .isTrue();
        assertThat(page.title()).isNotBlank();
    }

    private static String describedBy(Page page, String field) {
        StringBuilder text = new StringBuilder();
        for (String id : page.locator(field).getAttribute("aria-describedby").split(" ")) {
            text.append(page.locator("#" + id).innerText());
        }
        return text.toString();
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

    private static void fillRegistration(Page page, String unique) {
        page.locator("#tenantName").fill("Founded " + unique);
        page.locator("#username").fill("founder-" + unique);
        page.locator("#email").fill("founder-" + unique + "@example.test");
        page.locator("#firstName").fill("Fay");
        page.locator("#lastName").fill("Founder");
        page.locator("#password").fill(RealmAdmin.PASSWORD);
        page.locator("#password-confirm").fill(RealmAdmin.PASSWORD);
    }

    private static void submitRegistration(Page page) {
        page.locator("#kc-register-form").getByRole(AriaRole.BUTTON).last().click();
    }

    private String newTenant() {
        String name = "Tenant " + UUID.randomUUID().toString().substring(0, 8);
        return keycloak.demo()
                .post("/tenants", Map.of("tenant_name", name))
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    private void join(String tenant) {
        keycloak.demo()
                .post("/organizations/" + tenant + "/members", "\"" + person.id() + "\"")
                .expect(201);
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
