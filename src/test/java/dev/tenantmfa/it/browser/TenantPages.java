package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A member of two tenants, and what a page must be. */
abstract class TenantPages {
    static final int NARROW = 320;

    final KeycloakServer keycloak;
    final Application application;

    TenantPages(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.application = Application.using(keycloak.client("demo-app"));
    }

    String one;
    String other;
    Person person;

    @BeforeEach
    void memberOfTwoTenants() {
        person = keycloak.demo().newPerson();
        one = newTenant();
        other = newTenant();
        join(one);
        join(other);
    }

    /** All rules of axe, and nothing that is wider than the window (WCAG 2.2, 1.4.10). */
    static void check(Page page) {
        Accessibility.check(page);
        assertThat((Boolean) page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("no scrolling sideways at " + page.url())
                .isTrue();
        assertThat(page.title()).isNotBlank();
    }

    static String describedBy(Page page, String field) {
        StringBuilder text = new StringBuilder();
        for (String id : page.locator(field).getAttribute("aria-describedby").split(" ")) {
            text.append(page.locator("#" + id).innerText());
        }
        return text.toString();
    }

    String newTenant() {
        String name = "Tenant " + UUID.randomUUID().toString().substring(0, 8);
        return keycloak.demo()
                .post("/tenants", Map.of("tenant_name", name))
                .expect(201)
                .json()
                .get("id")
                .asText();
    }

    void join(String tenant) {
        keycloak.demo()
                .post("/organizations/" + tenant + "/members", "\"" + person.id() + "\"")
                .expect(201);
    }
}
