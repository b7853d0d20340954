package dev.tenantmfa.it.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.browser.Accessibility;
import dev.tenantmfa.it.browser.BrowserTest;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.server.Ports;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** {@code examples/settings-page} in a real browser: an application's own page over this extension's REST. */
@BrowserTest
class SettingsPageIT {
    private static final String EXAMPLE = "settings-page";
    private static final String CLIENT = "settings-page-of-the-test";

    private KeycloakServer keycloak;
    private Program.Running server;
    private String address;
    private Person person;

    @BeforeAll
    static void needsPython() {
        Program.require("Python 3", "python3", "--version");
    }

    @BeforeEach
    void servePage(KeycloakServer keycloakServer) {
        keycloak = keycloakServer;
        person = keycloak.demo().newPerson();
        int port = Ports.free(1).get(0);
        server = Program.inExample(EXAMPLE, "./serve", Integer.toString(port))
                .with("PYTHONUNBUFFERED", "1")
                .start();
        server.awaitLine("Serving HTTP on");
        address = "http://localhost:" + port + "/";
        createClient("http://localhost:" + port);
    }

    @AfterEach
    void stopServing() {
        server.close();
        keycloak.demo()
                .delete("/clients/" + keycloak.demo().client(CLIENT).get("id").asText())
                .expect(204);
    }

    @Test
    void aSecondFactorIsSetUpRenewedAndSwitchedOff(Page page) {
        logIn(page);
        assertThat(page.locator("#status")).hasText("Off.");
        Accessibility.check(page);

        AuthenticatorApp app = beginSetUp(page);
        Accessibility.check(page);
        page.getByLabel("Enter the code that the app shows").fill(app.code());
        click(page, "Switch on");

        assertThat(page.locator("#message")).hasText("The second factor is on.");
        List<String> codes = page.locator("#code-list li").allInnerTexts();
        assertThat(codes).hasSize(8).allMatch(code -> code.matches("\\d{10}"));
        assertThat(page.locator("#codes-title")).isFocused();
        Accessibility.check(page);
        click(page, "I have saved them");
        assertThat(page.locator("#status")).containsText("Backup codes left: 8.");
        assertThat(page.locator("#code-list li")).hasCount(0);
        Accessibility.check(page);

        page.locator("#regenerate-code").fill(codes.get(0));
        click(page, "Create new backup codes");
        assertThat(page.locator("#message")).hasText("The old backup codes are no longer valid.");
        List<String> newCodes = page.locator("#code-list li").allInnerTexts();
        assertThat(newCodes).hasSize(8).doesNotContainAnyElementsOf(codes);
        click(page, "I have saved them");

        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        page.locator("#disable-password").fill(person.password());
        page.locator("#disable-code").fill(app.code());
        click(page, "Switch the second factor off");
        assertThat(page.locator("#message")).hasText("The second factor is off.");
        assertThat(page.locator("#status")).hasText("Off.");
        assertThat(page.locator("#attempts tr").first()).containsText("correct");
    }

    @Test
    void aWrongCodeAndAWrongPasswordAreTold(Page page) {
        logIn(page);
        page.getByLabel("Your password").first().fill("wrong");
        click(page, "Set up an authenticator app");
        assertThat(page.getByRole(AriaRole.ALERT)).hasText("The password was incorrect.");

        AuthenticatorApp app = beginSetUp(page);
        page.getByLabel("Enter the code that the app shows").fill(app.wrongCode());
        click(page, "Switch on");

        assertThat(page.getByRole(AriaRole.ALERT)).hasText("The code was incorrect.");
        page.getByLabel("Enter the code that the app shows").fill(app.code());
        click(page, "Switch on");
        assertThat(page.locator("#message")).hasText("The second factor is on.");
    }

    @Test
    void tokensLiveInMemoryAloneAndAreRenewedUnseen(Page page) {
        logIn(page);

        assertThat(page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])"))
                .isEqualTo("[{},{}]");
        assertThat(page.url()).isEqualTo(address);
        keycloak.clock().advance(Duration.ofMinutes(20));
        beginSetUp(page);
    }

    @Test
    void anEndedSessionLeadsToTheLogin(Page page) {
        logIn(page);
        // What the page asks for at first must be answered before the session ends.
        assertThat(page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions()
                                .setName("Set up an authenticator app")
                                .setExact(true)))
                .isEnabled();
        keycloak.demo().logOut(person);

        page.getByLabel("Your password").first().fill(person.password());
        click(page, "Set up an authenticator app");

        assertThat(page.getByRole(AriaRole.ALERT)).hasText("Your session has ended. Please log in again.");
        assertThat(page.locator("#log-in")).isVisible();
    }

    private void logIn(Page page) {
        page.route(
                "**/config.json",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody(Json.write(Json.object()
                                .put("issuer", keycloak.base() + "/realms/" + KeycloakServer.DEMO_REALM)
                                .put("clientId", CLIENT)))));
        page.navigate(address);
        Locator logIn = page.locator("#log-in");
        assertThat(logIn).isEnabled();
        Accessibility.check(page);
        logIn.click();
        new LoginPage(page).logIn(person);
        assertThat(page.locator("#person")).hasText(person.email());
    }

    private AuthenticatorApp beginSetUp(Page page) {
        page.getByLabel("Your password").first().fill(person.password());
        click(page, "Set up an authenticator app");
        assertThat(page.locator("#qr-code")).isVisible();
        return new AuthenticatorApp(page.locator("#secret").innerText(), keycloak.clock());
    }

    private static void click(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    /** The demo's application at another port: browsers keep origins apart by it. */
    private void createClient(String origin) {
        ObjectNode client = keycloak.demo().client("demo-app");
        client.remove("id");
        client.remove("protocolMappers");
        client.put("clientId", CLIENT).putArray("webOrigins").add(origin);
        keycloak.demo().create("/clients", client);
    }
}
