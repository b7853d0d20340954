package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The registration page: usable without scripts, in a narrow window, in German, by a screen reader. */
@BrowserTest
class RegistrationPagesIT extends TenantPages {

    RegistrationPagesIT(KeycloakServer keycloak) {
        super(keycloak);
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
}
