package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.ConsolePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** Logins in the middle of something: those that a call requires, those that the user leaves, and the one that cannot be had. */
@BrowserTest
@WithoutBruteForceProtector
class ConsoleReturnIT {
    private static final Duration TOO_OLD = Duration.ofMinutes(6);
    private static final String LOGIN = "**/protocol/openid-connect/auth?*";
    private static final String BACK = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))";

    private final KeycloakServer keycloak;
    private TenantFixture tenant;

    ConsoleReturnIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void newTenant() {
        tenant = TenantFixture.create(keycloak);
    }

    @AfterEach
    void resetClock() {
        keycloak.clock().reset();
    }

    /** The login that opens the new tenant reuses the session, so its second factor is as old as before. */
    @Test
    void stepsUpRightAfterALoginThatOpenedATenant(Page page) {
        Enrolled owner = Enrolled.enrol(keycloak, keycloak.demo(), tenant.owner());
        ConsolePage console = logIn(page, "", owner);
        keycloak.clock().advance(TOO_OLD);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(tenant.name())))
                .click();
        console.button("Create an organization").click();
        console.field("Name").fill("Second " + tenant.name());
        console.button("Create an organization").click();
        assertThat(console.heading("Second " + tenant.name())).isVisible();
        console.view("Security policy");
        console.field("Owners and admins").check();

        console.button("Check the effects").click();
        stepUp(page, owner);

        assertThat(console.main()).containsText("Nothing that you entered was lost");
        assertThat(console.field("Owners and admins")).isChecked();
        console.button("Check the effects").click();
        assertThat(console.main()).containsText("Members to whom it applies: 1");
    }

    @Test
    void saysWhyTheEffectsAreGoneIfSavingThePolicyRequiredALogin(Page page) {
        Enrolled owner = Enrolled.enrol(keycloak, keycloak.demo(), tenant.owner());
        ConsolePage console = logIn(page, "policy", owner);
        console.field("Trusted devices (days)").fill("7");
        console.button("Check the effects").click();
        assertThat(console.button("Save the policy")).isVisible();
        keycloak.clock().advance(TOO_OLD);

        console.button("Save the policy").click();
        stepUp(page, owner);

        assertThat(console.main()).containsText("Nothing that you entered was lost");
        assertThat(console.field("Trusted devices (days)")).hasValue("7");
        console.button("Check the effects").click();
        console.button("Save the policy").click();
        assertThat(console.status()).containsText("The policy was saved.");
    }

    /** Without an end, the page would lead from one login to the next. */
    @Test
    void refusalAfterTheLoginThatItAskedForIsASentenceWithAWayOut(Page page) {
        page.route(
                "**/tenants/me",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setStatus(403)
                        .setContentType("application/problem+json")
                        .setBody("{\"code\":\"mfa_required\",\"detail\":\"no\"}")));
        Enrolled owner = Enrolled.enrol(keycloak, keycloak.demo(), tenant.owner());
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "");
        new LoginPage(page).logIn(owner.person());
        CodePage.await(page).enter(owner.app().code());

        assertThat(console.error()).containsText("This organization requires a sign-in with a second factor.");
        assertThat(console.button("Sign out")).isVisible();
    }

    @Test
    void formSurvivesTheBackButtonOfTheLogin(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "people?do=invite", tenant.owner());
        console.field("Email addresses").fill("kept@new.test");
        keycloak.demo().logOut(tenant.owner());
        console.button("Send invitations").click();
        page.waitForURL(Pattern.compile(".*/openid-connect/auth.*"));
        page.goBack();

        new LoginPage(page).logIn(tenant.owner());

        assertThat(console.dialog()).containsText("Nothing that you entered was lost");
        assertThat(console.field("Email addresses")).hasValue("kept@new.test");
        assertThat((Object) page.evaluate("sessionStorage.length")).isEqualTo(0);
    }

    /** Playwright keeps no pages for the button, so the event of a kept page is made here. */
    @Test
    void pageThatTheBrowserKeptCanBeUsedAgain(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        console.field("Name").fill("Kept " + tenant.name());
        keycloak.demo().logOut(tenant.owner());
        // An answer without content leaves the page where it is.
        page.route(LOGIN, route -> route.fulfill(new Route.FulfillOptions().setStatus(204)));
        page.waitForRequest(LOGIN, console.button("Save")::click);

        page.evaluate(BACK);

        assertThat(console.error()).containsText("You left the sign-in page before you had signed in.");
        assertThat(console.field("Name")).hasValue("Kept " + tenant.name());
        page.unroute(LOGIN);
        console.button("Save").click();
        new LoginPage(page).logIn(tenant.owner());
        console.await();
        console.button("Save").click();
        assertThat(console.status()).containsText("is now called Kept");
    }

    @Test
    void suspensionCanBeUndoneForTheWholeLifeOfAToken(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        long start = System.currentTimeMillis();
        long oldToken = start + Duration.ofMinutes(14).toMillis();
        page.clock().setFixedTime(oldToken);
        console.button("Suspend the organization").click();
        assertThat(console.dialog()).containsText("for 15 minutes");
        console.dialog().locator("input").fill(tenant.name());
        console.button("Suspend the organization").click();
        assertThat(console.main()).containsText("You can undo this only on this page and only until ");

        page.clock().setFixedTime(oldToken + Duration.ofSeconds(14 * 60 + 45).toMillis());
        console.button("Activate again").click();

        assertThat(console.button("Delete the organization")).isVisible();
    }

    private ConsolePage logIn(Page page, String path, Enrolled owner) {
        ConsolePage console = ConsolePage.open(page, keycloak.base(), path);
        new LoginPage(page).logIn(owner.person());
        CodePage.await(page).enter(owner.app().code());
        console.await();
        return console;
    }

    private static void stepUp(Page page, Enrolled owner) {
        new LoginPage(page).confirmPassword(owner.person().password());
        CodePage.await(page).enter(owner.app().code());
    }
}
