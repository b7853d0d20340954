package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.pages.ConsolePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Sessions that end, networks that break, servers that fail, and input that nobody should type. */
@BrowserTest
class ConsoleTroubleIT {
    private static final String MEMBERS = "**/tenants/me/users?*";
    private static final String NAME = "**/tenants/me";

    private final KeycloakServer keycloak;
    private TenantFixture tenant;

    ConsoleTroubleIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void newTenant() {
        tenant = TenantFixture.create(keycloak);
    }

    @Test
    void formSurvivesTheEndOfTheSession(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "people?do=invite", tenant.owner());
        console.field("Email addresses").fill("kept@new.test");
        console.field("Role").selectOption("ADMIN");
        keycloak.demo().logOut(tenant.owner());
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> asked.add(request.url()));
        console.button("Send invitations").click();
        new LoginPage(page).logIn(tenant.owner());

        assertThat(console.dialog()).containsText("Nothing that you entered was lost");
        assertThat(console.field("Email addresses")).hasValue("kept@new.test");
        assertThat(console.field("Role")).hasValue("ADMIN");
        assertThat(console.path()).isEqualTo("people?do=invite");
        assertThat(String.join(" ", asked)).containsOnlyOnce("/openid-connect/auth?");
        console.button("Send invitations").click();
        assertThat(console.status()).containsText("Invitations sent: 1");
    }

    @Test
    void formIsNotGivenToAnotherUser(Page page) {
        Person other = tenant.newMember("OWNER");
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "people?do=invite", tenant.owner());
        console.field("Email addresses").fill("secret@new.test");
        keycloak.demo().logOut(tenant.owner());
        console.button("Send invitations").click();

        new LoginPage(page).logIn(other);

        assertThat(console.field("Email addresses")).hasValue("");
        assertThat((Object) page.evaluate("sessionStorage.length")).isEqualTo(0);
    }

    @Test
    void lostNetworkLosesNothing(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        console.field("Name").fill("Kept " + tenant.name());
        page.route("**/*", Route::abort);

        console.button("Save").click();
        assertThat(console.error()).containsText("The server was not reached.");
        assertThat(console.field("Name")).hasValue("Kept " + tenant.name());
        page.locator("nav.tc-nav a").nth(1).click();
        assertThat(console.error()).containsText("The server was not reached.");

        page.unroute("**/*");
        console.button("Try again").click();
        assertThat(console.row(tenant.owner().username())).hasCount(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | text/html        | <h1>Error</h1>                        | The server has a problem. Try again in a few minutes.
            503 | application/json | {"code":"x"}                          | The server has a problem. Try again in a few minutes.
            429 | application/json | {}                                    | Too many requests or emails. Try again in 2 minutes.
            200 | text/html        | <h1>Log in to the Wi-Fi</h1>          | The server sent an answer that cannot be read.
            200 | application/json | {"tenant_name":                       | The server sent an answer that cannot be read.
            404 | text/plain       | nothing                               | The server sent an answer that cannot be read.
            409 | application/json | {"code":"new_one","detail":"<b>No</b>"} | <b>No</b>
            """)
    void answersThatFailAreSentences(int status, String type, String body, String sentence, Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        page.route(
                NAME,
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(status)
                        .setHeaders(Map.of("Content-Type", type, "Retry-After", "120"))
                        .setBody(body)));
        console.field("Name").fill("Kept " + tenant.name());

        console.button("Save").click();

        assertThat(console.error()).containsText(sentence);
        assertThat(console.field("Name")).hasValue("Kept " + tenant.name());
    }

    @Test
    void tamperedTokenLeadsToOneLoginAndThenToASentence(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "", tenant.owner());
        page.route(
                MEMBERS,
                route -> route.resume(new Route.ResumeOptions()
                        .setHeaders(tampered(route.request().headers()))));

        page.locator("nav.tc-nav a").nth(1).click();

        assertThat(console.error()).containsText("The server does not accept this sign-in.");
        assertThat(console.path()).isEqualTo("people");
        page.unroute(MEMBERS);
        console.button("Try again").click();
        assertThat(console.row(tenant.owner().username())).hasCount(1);
    }

    private static Map<String, String> tampered(Map<String, String> headers) {
        Map<String, String> changed = new java.util.HashMap<>(headers);
        changed.computeIfPresent("authorization", (name, token) -> token.substring(0, token.length() - 6) + "AAAAAA");
        return changed;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<img src=x onerror=alert(1)>",
                "<script>alert(1)</script>",
                "a\u202ebc",
                "tab\u0007bell",
                "${user}",
                "&lt;b&gt;"
            })
    void namesThatCannotBeShownAreRefusedWithASentence(String name, Page page) {
        ConsoleWatch watch = ConsoleWatch.on(page, keycloak.base());
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        console.field("Name").fill(name);

        console.button("Save").click();

        assertThat(console.error()).containsText("Enter 1 to 100 visible characters.");
        assertThat(console.field("Name")).hasValue(name);
        watch.check();
    }

    @Test
    void everyFieldRefusesEmptyAndTooLongInput(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        console.field("Name").fill(" ");
        console.button("Save").click();
        assertThat(console.main()).containsText("Enter a value.");
        assertThat(console.field("Name")).hasAttribute("aria-invalid", "true");
        console.field("Name").fill("x".repeat(5000));
        console.button("Save").click();
        assertThat(console.error()).containsText("Enter 1 to 100 visible characters.");

        console.view("Security policy");
        for (String field : new String[] {"Ask again after (hours)", "Trusted devices (days)"}) {
            console.field(field).fill("");
            console.button("Check the effects").click();
            assertThat(console.main()).containsText("Enter a value.");
            console.field(field).fill("99999");
            console.button("Check the effects").click();
            assertThat(console.error()).containsText("Enter a whole number from 0 to ");
            console.field(field).fill("-1");
            console.button("Check the effects").click();
            assertThat(console.error()).containsText("Enter a whole number from 0 to ");
            console.field(field).fill("0");
        }
        page.navigate(page.url().replace("policy", "people?do=invite"));
        console.field("Email addresses").fill("nobody <b>@x</b>\n" + "y".repeat(300) + "@x.test");
        console.button("Send invitations").click();
        assertThat(console.dialog()).containsText("These invitations were not sent:");
        assertThat(console.dialog().locator("b")).hasCount(0);
    }

    /** Names that came in by other ways than the REST API. */
    @Test
    void markupInNamesIsText(Page page) {
        String markup = "<img src=x onerror=alert(1)>\u202e{0} ''";
        Person member = tenant.newMember("MEMBER");
        keycloak.demo().updateUser(member, user -> user.put("email", "\"<img/src=x/onerror=alert(1)>\"@evil.test"));
        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        keycloak.demo()
                                        .get("/organizations/" + tenant.id())
                                        .json()
                                        .isObject()
                                ? ((com.fasterxml.jackson.databind.node.ObjectNode) keycloak.demo()
                                                .get("/organizations/" + tenant.id())
                                                .json())
                                        .put("name", markup + tenant.alias())
                                : null)
                .expect(204);
        ConsoleWatch watch = ConsoleWatch.on(page, keycloak.base());
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "", tenant.owner());

        assertThat(page.locator("h1")).containsText("<img src=x onerror=alert(1)>");
        console.view("Members");
        console.link(member.username()).click();
        console.button("Suspend").click();
        console.button("Suspend").click();
        assertThat(console.status()).containsText("was suspended");
        console.view("Activity");
        console.view("Settings");
        assertThat(page.locator("img")).hasCount(0);
        watch.check();
    }

    @Test
    void backButtonAndDeepLinks(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "invitations", tenant.owner());
        assertThat(console.heading("Invitations")).isVisible();
        console.view("Members");
        assertThat(console.heading("Members")).isFocused();
        console.button("Invite members").first().click();
        assertThat(console.dialog()).isVisible();
        page.goBack();
        assertThat(console.dialog()).hasCount(0);
        page.goBack();
        assertThat(console.heading("Invitations")).isVisible();
        page.goForward();
        assertThat(console.heading("Members")).isVisible();
        page.reload();
        assertThat(console.heading("Members")).isVisible();
        page.navigate(page.url().replace("people", "people/no-such-id"));
        assertThat(console.error()).containsText("This does not exist anymore.");
        page.navigate(page.url().replace("people/no-such-id", "nowhere/at/all"));
        assertThat(console.heading("This page does not exist")).isVisible();
        page.navigate(page.url().replace("nowhere/at/all", "people?first=-3&mfa=none&role=x&do=__proto__"));
        assertThat(console.row(tenant.owner().username())).hasCount(1);
    }
}
