package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.WaitUntilState;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.pages.ConsolePage;
import dev.tenantmfa.it.pages.LoginPage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What the console shows to admins, members, users of several tenants, and users without one. */
@BrowserTest
class ConsoleRolesIT {

    private final KeycloakServer keycloak;

    ConsoleRolesIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @Test
    void adminsDay(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person admin = tenant.newMember("ADMIN");
        Person member = tenant.newMember("MEMBER");
        Person added = keycloak.demo().newPerson();
        keycloak.demo()
                .post("/organizations/" + tenant.id() + "/members", added.id())
                .expect(201);
        ConsoleWatch watch = ConsoleWatch.on(page, keycloak.base());
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "", admin);

        console.view("Security policy");
        assertThat(console.main()).containsText("Only owners can change the policy.");
        assertThat(page.locator("form")).hasCount(0);
        console.view("Settings");
        assertThat(console.field("Name")).hasValue(tenant.name());
        assertThat(console.button("Delete the organization")).hasCount(0);
        console.view("Members");
        console.link(tenant.owner().username()).click();
        assertThat(console.heading(tenant.owner().username())).isVisible();
        assertThat(page.locator(".tc-do button")).hasCount(0);
        console.view("Members");
        console.link(member.username()).click();
        assertThat(console.button("Exempt from the policy")).hasCount(0);
        assertThat(console.button("Transfer ownership")).hasCount(0);
        console.button("Change the role").click();
        assertThat(console.dialog().locator("option")).hasText(new String[] {"Member", "Admin"});
        console.field("Role").selectOption("ADMIN");
        console.button("Save").click();
        assertThat(console.status()).containsText("now has the role Admin");
        console.button("Suspend").click();
        console.button("Suspend").click();
        assertThat(console.status()).containsText("was suspended");
        console.button("Give access again").click();
        console.button("Give access again").click();
        assertThat(console.status()).containsText("has access again");
        console.button("Remove from the organization").click();
        console.button("Remove from the organization").click();
        assertThat(console.status()).containsText("was removed from the organization");
        assertThat(console.row(member.username())).hasCount(0);
        console.view("Activity");
        assertThat(console.row("was suspended")).hasCount(1);
        assertThat(console.row(added.username() + " became a member.")).hasCount(1);
        assertThat(console.row(admin.username()).first()).isVisible();
        watch.check();
    }

    @Test
    void memberSeesTheTenantAndTheirOwnMembership(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "people", member);

        assertThat(console.heading("This page does not exist")).isVisible();
        assertThat(console.navigation()).hasCount(1);
        console.navigation().click();
        assertThat(console.heading(tenant.name())).isVisible();
        assertThat(console.main()).containsText(member.email());
        assertThat(console.main()).containsText("No member has to use a second factor.");
        console.link("My account").click();
        page.waitForURL(
                Pattern.compile(".*/realms/demo/account[/?].*"),
                new Page.WaitForURLOptions().setWaitUntil(WaitUntilState.COMMIT));
        page.getByText(Pattern.compile("Back to Console of tenants", Pattern.CASE_INSENSITIVE))
                .first()
                .click();
        assertThat(console.heading(tenant.name())).isVisible();
        console.button("Leave the organization").click();
        console.button("Leave the organization").click();
        // The session has ended with the membership.
        new LoginPage(page).logIn(member);
        assertThat(console.heading("You are not a member of an organization")).isVisible();
    }

    @Test
    void userOfTwoTenantsSwitches(Page page) {
        TenantFixture one = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = one.newMember("ADMIN");
        other.add(person, "MEMBER");
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "");
        new LoginPage(page).logIn(person);
        page.locator("#tmfa-tenant-choice button[name=tenant][value='" + one.id() + "']")
                .click();
        assertThat(console.heading(one.name())).isVisible();
        assertThat(console.navigation()).hasCount(6);

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile(one.name())))
                .click();
        console.button(other.name()).click();

        assertThat(console.heading(other.name())).isVisible();
        assertThat(console.navigation()).hasCount(1);
        page.goBack();
        page.reload();
        assertThat(console.heading(other.name())).isVisible();
    }

    @Test
    void suspendedMemberReadsWhy(Page page) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("ADMIN");
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "", member);
        assertThat(console.heading(tenant.name())).isVisible();
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + member.id(), Map.of("is_active", false))
                .expect(200);

        page.locator("nav.tc-nav a").nth(1).click();
        // The session has ended with the membership.
        new LoginPage(page).logIn(member);

        assertThat(page.locator("body")).containsText("Access to " + tenant.name() + " is suspended");
    }

    @Test
    void userWithoutATenantCreatesOne(Page page) {
        Person person = keycloak.demo().newPerson();
        ConsolePage console = ConsolePage.open(page, keycloak.base(), "");
        new LoginPage(page).logIn(person);
        assertThat(console.heading("You are not a member of an organization")).isVisible();
        console.button("Create an organization").click();
        assertThat(page.locator("body")).containsText("Enter a value.");
        console.field("Name").fill("acme CORPORATION");
        console.button("Create an organization").click();
        assertThat(console.error()).containsText("Another organization has this name. Choose another one.");
        console.field("Name").fill("Made by " + person.username());
        console.button("Create an organization").click();

        assertThat(console.heading("Made by " + person.username())).isVisible();
        assertThat(console.navigation()).hasCount(6);
    }
}
