package dev.tenantmfa.it.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.pages.ConsolePage;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/** What the console says is true, in the user's language, and where it belongs. */
@BrowserTest
class ConsoleWordsIT {

    private final KeycloakServer keycloak;
    private TenantFixture tenant;

    ConsoleWordsIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void newTenant() {
        tenant = TenantFixture.create(keycloak);
    }

    @Test
    void changesInKeycloaksConsoleAreToldAsTheyAre(Page page) {
        Person member = tenant.newMember("MEMBER");
        tenant.newMember("ADMIN");
        String groups = "/organizations/" + tenant.id() + "/groups/";
        String admins = group("ADMIN");
        keycloak.demo().put(groups + admins + "/members/" + member.id(), "").expect(204);
        keycloak.demo().delete(groups + admins + "/members/" + member.id()).expect(204);
        keycloak.demo().delete(groups + admins).expect(204);
        organization(json -> json.withObjectProperty("attributes")
                .putArray("tenant-mfa.max-age-hours")
                .add("never"));
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "policy", tenant.owner());

        console.view("Activity");

        assertThat(console.row("changed the groups of " + member.username())).hasCount(2);
        assertThat(console.row("The membership of")).hasCount(0);
        assertThat(console.row("The organization was deleted.")).hasCount(0);
        assertThat(console.row("A value of the policy is invalid.").first()).isVisible();
        assertThat(console.row("Refused:")).hasCount(0);
    }

    private String group(String role) {
        for (JsonNode group :
                RealmAdmin.list(keycloak.demo().get("/organizations/" + tenant.id() + "/groups?search=" + role))) {
            if (group.get("name").asText().equals(role)) {
                return group.get("id").asText();
            }
        }
        throw new AssertionError("no group " + role);
    }

    private void organization(Consumer<ObjectNode> change) {
        ObjectNode json = (ObjectNode)
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();
        change.accept(json);
        keycloak.demo().put("/organizations/" + tenant.id(), json).expect(204);
    }

    @Test
    void nameIsConfirmedAsItIsRead(Page page) {
        organization(json -> json.put("name", "Two  Spaces\u200b " + tenant.alias()));
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings?do=suspend", tenant.owner());
        console.dialog().locator("input").fill("Spaces " + tenant.alias());
        console.button("Suspend the organization").click();
        assertThat(console.dialog().locator("#tenant-suspend-typed-error"))
                .hasText("This is not the name of the organization.");

        console.dialog().locator("input").fill("two spaces " + tenant.alias());
        console.button("Suspend the organization").click();

        assertThat(console.main()).containsText("This organization is suspended.");
    }

    @Test
    void invitationsThatWereSentAreToldBesideThoseThatWereNot(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "invitations?do=invite", tenant.owner());
        console.field("Email addresses")
                .fill("one@" + tenant.alias() + ".test, two@" + tenant.alias() + ".test, three");
        console.button("Send invitations").click();

        assertThat(console.dialog()).containsText("Invitations sent: 2");
        assertThat(console.dialog()).containsText("three: Enter a valid email address.");
        console.button("Cancel").click();
        assertThat(console.row("@" + tenant.alias() + ".test")).hasCount(2);
    }

    @Test
    void refusalsAreInTheUsersLanguageAtTheirField(@Window(language = "de") Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "settings", tenant.owner());
        page.locator("#rename-tenant_name").fill("<b>x</b>");
        page.locator("#rename button[type=submit]").click();
        assertWrong(page, "rename-tenant_name", "1 bis 100 sichtbare Zeichen");
        page.locator("#rename-tenant_name").fill("acme CORPORATION");
        page.locator("#rename button[type=submit]").click();
        assertWrong(page, "rename-tenant_name", "Eine andere Organisation heißt so.");

        console.view("Sicherheitsrichtlinie");
        for (String days : new String[] {"99999", "-1"}) {
            page.locator("#policy-trusted_device_days").fill(days);
            page.locator("#policy button[type=submit]").click();
            assertWrong(page, "policy-trusted_device_days", "ganze Zahl von 0 bis 90");
        }
        page.locator("#policy-trusted_device_days").fill("0");
        page.locator("input[type=radio][id$=ALL]").check();
        page.locator("#policy-starts_at").fill("2020-01-01T00:00");
        page.locator("#policy button[type=submit]").click();
        assertWrong(page, "policy-starts_at", "Zeitpunkt in der Zukunft");
        page.locator("#policy-grace_period_days").fill("");
        page.locator("input[type=radio][id$=NONE]").check();
        page.locator("#policy button[type=submit]").click();
        assertThat(console.main()).containsText("Sie haben nichts geändert.");

        console.view("Mitglieder");
        page.navigate(page.url() + "?do=create");
        page.locator("#create-account-username").fill("a@b");
        page.locator("#create-account-email").fill("a@" + tenant.alias() + ".test");
        page.locator("#create-account button[type=submit]").click();
        assertWrong(page, "create-account-username", "At-Zeichen");
        page.locator("#create-account-username").fill("ab");
        page.locator("#create-account-first_name").fill("<b>");
        page.locator("#create-account button[type=submit]").click();
        assertWrong(page, "create-account-first_name", "den dieser Realm erlaubt");
    }

    private static void assertWrong(Page page, String field, String sentence) {
        Locator input = page.locator("#" + field);
        assertThat(page.locator("#" + field + "-error")).containsText(sentence);
        assertThat(input).hasAttribute("aria-invalid", "true");
        assertThat(input).hasAttribute("aria-describedby", Pattern.compile(".*" + field + "-error"));
        assertThat(input).isFocused();
        assertThat(page.locator("[role=alert]")).hasCount(0);
    }

    @Test
    void ownershipGoesToNobodyWhoseAccountIsNotSetUp(Page page) {
        String username = "bob-" + tenant.alias();
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "people?do=create", tenant.owner());
        console.field("Username").fill(username);
        console.field("Email address").fill(username + "@new.test");
        console.button("Create an account").click();
        assertThat(console.status()).containsText("The account " + username + " was created.");
        console.link(username).click();
        console.button("Transfer ownership").click();
        console.button("Transfer ownership").click();

        assertThat(console.error()).hasText("Only an active member who has set up their account can become the owner.");
    }

    @Test
    void placesThatSpeakExistBeforeTheyDo(Page page) {
        ConsolePage console = ConsolePage.logIn(page, keycloak.base(), "invitations", tenant.owner());
        Locator places = page.getByRole(AriaRole.STATUS);
        assertThat(places).hasCount(1);
        assertThat(places).isEmpty();
        console.button("Invite members").first().click();
        assertThat(console.dialog().getByRole(AriaRole.STATUS)).hasCount(1);

        page.navigate(page.url().replaceAll("invitations.*", "nowhere"));
        console.await();
        assertThat(page).hasTitle("This page does not exist · " + tenant.name());
    }
}
