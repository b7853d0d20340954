package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.pages.CodePage;
import dev.tenantmfa.it.pages.ConsolePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/** What an owner does in the console. */
@BrowserTest
@WithoutBruteForceProtector
class ConsoleOwnerIT {

    private final KeycloakServer keycloak;

    ConsoleOwnerIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @AfterEach
    void resetClock() {
        keycloak.clock().reset();
    }

    @Test
    void firstHour(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Person successor = tenant.newMember("ADMIN");
        Enrolled.enrol(keycloak, keycloak.demo(), member);
        keycloak.clock().reset();
        ConsoleWatch watch = ConsoleWatch.on(page, keycloak.base());

        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "", tenant.owner());
        assertThat(console.heading(tenant.name())).isVisible();
        assertThat(console.main()).containsText("1 of 3 members have a second factor");
        assertThat(console.main()).containsText("No member has to use a second factor.");

        invitesThree(console);
        setsADate(console);
        looksAtWhoIsMissing(page, console, tenant.owner(), member);
        resets(console, member);
        givesAnAccessPass(console, member);
        transfers(console, successor);

        assertThat(console.navigation()).hasCount(6);
        assertThat(tenant.call(successor, "GET", "/me/users/" + successor.id(), null)
                        .json()
                        .get("role")
                        .asText())
                .isEqualTo("OWNER");
        watch.check();
    }

    private static void invitesThree(ConsolePage console) {
        console.view("Invitations");
        assertThat(console.main()).containsText("No open invitations");
        console.button("Invite members").first().click();
        console.field("Email addresses").fill("one@new.test\ntwo@new.test, three@new.test");
        console.button("Send invitations").click();
        assertThat(console.status()).containsText("Invitations sent: 3");
        assertThat(console.row("@new.test")).hasCount(3);
        console.button("Revoke the invitation of two@new.test").click();
        assertThat(console.status()).containsText("The invitation of two@new.test was revoked.");
        assertThat(console.row("@new.test")).hasCount(2);
    }

    private static void setsADate(ConsolePage console) {
        console.view("Security policy");
        console.field("All members").check();
        String start = LocalDateTime.now().plusDays(30).format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm"));
        console.main().locator("#policy-starts_at").fill(start);
        console.field("Grace period (days)").fill("14");
        console.button("Check the effects").click();
        assertThat(console.main()).containsText("Members to whom it applies: 3");
        assertThat(console.main()).containsText("Without a second factor that counts: 2");
        assertThat(console.main()).containsText("Must set one up at the next sign-in: 0");
        console.button("Save the policy").click();
        assertThat(console.status()).containsText("The policy was saved.");
        assertThat(console.main())
                .containsText(
                        Pattern.compile("From .*, all members must use a second factor. Days to set one up: 14."));
    }

    private static void looksAtWhoIsMissing(Page page, ConsolePage console, Person owner, Person enrolled) {
        console.view("Members");
        page.locator("select[name=mfa]").selectOption("missing");
        assertThat(console.row(owner.username())).hasCount(1);
        assertThat(console.row(enrolled.username())).hasCount(0);
        assertThat(console.path()).isEqualTo("people?mfa=missing");
        page.locator("select[name=mfa]").selectOption("ok");
        assertThat(console.row(enrolled.username())).hasCount(1);
    }

    private static void resets(ConsolePage console, Person member) {
        console.link(member.username()).click();
        assertThat(console.heading(member.username())).isFocused();
        assertThat(console.main()).containsText("Authenticator app");
        console.button("Reset the second factor").click();
        console.button("Reset the second factor").click();
        assertThat(console.status()).containsText("was reset");
        assertThat(console.button("Reset the second factor")).hasCount(0);
    }

    private static void givesAnAccessPass(ConsolePage console, Person member) {
        console.button("Create an access pass").click();
        assertThat(console.dialog()).containsText(member.username());
        console.button("Create an access pass").click();
        assertThat(console.dialog().locator(".tc-pass > [aria-hidden]"))
                .hasText(Pattern.compile("([0-9A-Z]{4}-){2}[0-9A-Z]{4}"));
        console.button("Done").click();
        assertThat(console.dialog()).hasCount(0);
    }

    private static void transfers(ConsolePage console, Person successor) {
        console.view("Members");
        console.link(successor.username()).click();
        console.button("Transfer ownership").click();
        console.button("Transfer ownership").click();
        assertThat(console.status()).containsText("is now the owner");
        assertThat(console.button("Transfer ownership")).hasCount(0);
    }

    @Test
    void stepsUpInTheMiddleOfAChangeAndComesBackToTheSameForm(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Enrolled owner = Enrolled.enrol(keycloak, keycloak.demo(), tenant.owner());
        ConsoleWatch watch = ConsoleWatch.on(page, keycloak.base());
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "policy");
        new LoginPage(page).logIn(owner.person());
        CodePage.await(page).enter(owner.app().code());
        console.await();
        keycloak.clock().advance(Duration.ofMinutes(6));

        console.field("Owners and admins").check();
        console.field("Trusted devices (days)").fill("21");
        console.button("Check the effects").click();
        new LoginPage(page).confirmPassword(owner.person().password());
        CodePage.await(page).enter(owner.app().code());

        assertThat(console.main()).containsText("Nothing that you entered was lost");
        assertThat(console.field("Owners and admins")).isChecked();
        assertThat(console.field("Trusted devices (days)")).hasValue("21");
        assertThat(console.path()).isEqualTo("policy");
        assertThat((Object) page.evaluate(
                        "Object.keys(sessionStorage).filter(key => key.startsWith('tenant-console-')).length"))
                .isEqualTo(0);
        console.button("Check the effects").click();
        console.button("Save the policy").click();
        assertThat(console.status()).containsText("The policy was saved.");
        watch.check();
    }

    @Test
    void suspendsAndActivatesAndDeletesTheTenant(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());

        console.field("Name").fill(tenant.name() + " II");
        console.button("Save").click();
        assertThat(console.status()).containsText("is now called " + tenant.name() + " II");
        console.button("Suspend the organization").click();
        console.dialog().locator("input").fill("another name");
        console.button("Suspend the organization").click();
        assertThat(console.error()).containsText("This is not the name of the organization.");
        console.dialog().locator("input").fill(tenant.name() + " II");
        console.button("Suspend the organization").click();
        assertThat(console.main()).containsText("This organization is suspended.");
        console.button("Activate again").click();
        assertThat(console.button("Delete the organization")).isVisible();
        console.button("Delete the organization").click();
        console.dialog().locator("input").fill(tenant.name() + " II");
        console.button("Delete the organization").click();

        page.waitForURL(Pattern.compile(".*/protocol/openid-connect/auth.*"));
        assertThat(keycloak.demo()
                        .get("/tenants/" + tenant.id())
                        .expect(200)
                        .json()
                        .get("deleted_at")
                        .isNull())
                .isFalse();
    }

    @Test
    void createsAnAccountAndExemptsAMember(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        tenant.policy(Map.of("required_for", "ALL", "grace_period_days", 30));
        Enrolled owner = Enrolled.enrol(keycloak, keycloak.demo(), tenant.owner());
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "people");
        new LoginPage(page).logIn(owner.person());
        CodePage.await(page).enter(owner.app().code());
        console.await();
        console.button("Create an account").click();
        console.button("Create an account").click();
        assertThat(console.dialog()).containsText("Enter a value.");
        assertThat(console.field("Username")).isFocused();
        console.field("Username").fill("carla");
        console.field("Email address").fill("carla-" + tenant.alias() + "@new.test");
        console.button("Create an account").click();
        assertThat(console.status()).containsText("The account carla was created.");
        console.link(member.username()).click();
        console.button("Exempt from the policy").click();
        console.button("Exempt from the policy").click();
        assertThat(console.status()).containsText("is exempt from the policy");
        assertThat(console.main()).containsText("Exempt until");
    }
}
