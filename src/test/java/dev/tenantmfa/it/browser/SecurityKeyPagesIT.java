package dev.tenantmfa.it.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.StepRealm;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** Security keys in the one step, with Chromium's virtual authenticators. */
@BrowserTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityKeyPagesIT {

    private StepRealm step;

    @BeforeAll
    void wire(KeycloakServer keycloak) {
        step = StepRealm.create(keycloak);
    }

    @AfterAll
    void delete() {
        step.realm().delete();
    }

    @Test
    void policySetsAKeyUpWhileTheLoginIsOpenAndItIsAskedForAfterwards(Page page) {
        step.realm().setAttribute("tenant-mfa.required-for", "ALL");
        step.realm().setAttribute("tenant-mfa.allowed-methods", "security-key");
        try {
            Person person = step.realm().newPerson();
            VirtualAuthenticator.securityKey(page);
            Application application = Application.using(step.app());
            application.open(page);
            new LoginPage(page).logIn(person);
            page.onDialog(dialog -> dialog.accept("My key"));
            register(page);
            Tokens tokens = application.awaitTokens(page);
            assertThat(tokens.isGranted()).as(tokens.answer().toString()).isTrue();
            assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
            assertThat(step.realm().credentials(person).toString()).contains("webauthn");

            page.context().clearCookies();
            application.open(page);
            new LoginPage(page).logIn(person);
            assertThat(page.locator("h1").innerText()).contains("security key");
            Accessibility.check(page);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue with the key"))
                    .click();
            Tokens again = application.awaitTokens(page);

            assertThat(again.isGranted()).as(again.answer().toString()).isTrue();
            assertThat(again.claims().get("mfa").asBoolean()).isTrue();
            assertThat(again.claims().get("amr"))
                    .extracting(JsonNode::asText)
                    .containsExactlyInAnyOrder("pwd", "hwk", "pop", "mfa");
        } finally {
            step.realm().setAttribute("tenant-mfa.required-for", "NONE");
            step.realm().setAttribute("tenant-mfa.allowed-methods", "");
        }
    }

    @Test
    void userWithOnlyAKeyIsNotLetInByThePassword(Page page, @Window(javaScript = false) Page scriptless) {
        Person person = step.realm().newPerson();
        VirtualAuthenticator key = VirtualAuthenticator.securityKey(page);
        Application application = Application.using(step.app());
        application.open(page, application.authorization().with("kc_action", "webauthn-register"));
        new LoginPage(page).logIn(person);
        page.onDialog(dialog -> dialog.accept("My key"));
        register(page);
        application.awaitReturn(page);
        page.context().clearCookies();

        application.open(page);
        new LoginPage(page).logIn(person);
        key.unplug();
        VirtualAuthenticator.securityKey(page);
        Locator use = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Continue with the key"));
        use.click();

        page.locator("text=That did not work").waitFor();
        assertThat(page.locator("#tmfa-key-use").isVisible()).isTrue();
        application.open(scriptless);
        new LoginPage(scriptless).logIn(person);
        assertThat(scriptless.locator("noscript, [role=alert]").allInnerTexts().toString())
                .contains("JavaScript");
    }

    /** Keycloak's page works once its script has run. */
    private static void register(Page page) {
        page.waitForLoadState();
        page.locator("#registerWebAuthn").click();
    }

    /** In the grace period of a policy that accepts no app. */
    @Test
    void reminderOfAKeyIsAccessible(
            KeycloakServer keycloak, Page page, @Window(language = "de", width = 320) Page narrow) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        tenant.policy(
                Map.of("required_for", "ALL", "grace_period_days", 7, "allowed_methods", List.of("security-key")));
        Person member = tenant.newMember("MEMBER");
        for (Page one : new Page[] {page, narrow}) {
            Application application = Application.using(keycloak.client("demo-app"));
            application.open(one);
            new LoginPage(one).logIn(member);
            one.locator("#tmfa-setup-choice").waitFor();
            Accessibility.check(one);
            one.locator("button[name=skip]").click();
            assertThat(application.awaitTokens(one).isGranted()).isTrue();
        }
    }
}
