package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The links of an invitation that was accepted. */
@KeycloakIntegration
class UsedInvitationIT {
    private final KeycloakServer keycloak;
    private Person person;
    private URI link;
    private Visitor visitor;
    private URI join;

    UsedInvitationIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void invitedToAnOrganizationOfTheConsole() {
        String mark = UUID.randomUUID().toString().substring(0, 8);
        String organization = keycloak.demo()
                .create(
                        "/organizations",
                        Map.of("name", "Acme <a href=\"https://evil.test\">click</a> " + mark, "alias", mark));
        person = keycloak.demo().newPerson();
        keycloak.demo()
                .postForm("/organizations/" + organization + "/members/invite-existing-user", Map.of("id", person.id()))
                .expect(204);
        link = URI.create(Jsoup.parse(keycloak.mailbox().awaitMailTo(person).html())
                .select("a")
                .attr("href"));
        visitor = keycloak.visitor();
        join = URI.create(
                visitor.open(link).document().select("a[href*=action-token]").attr("abs:href"));
    }

    @Test
    void linkOfTheMailTellsThatTheUserIsAMember() {
        visitor.open(join);

        for (Visitor browser : new Visitor[] {visitor, keycloak.visitor()}) {
            WebPage page = browser.open(link);

            assertThat(page.text()).contains("You are already a member of this organization.");
            assertThat(page.html()).doesNotContain("evil.test");
        }
    }

    @Test
    void secondClickEndsAsTheFirst() {
        Visitor again = visitor.copy();
        WebPage first = visitor.open(join);
        WebPage second = again.open(join);
        WebPage late = visitor.open(join);

        assertThat(first.status()).as(first.text()).isIn(200, 302);
        assertThat(second.status()).as(second.text()).isIn(200, 302);
        assertThat(late.status()).as(late.text()).isIn(200, 302);
        assertThat(second.html() + late.html()).doesNotContain("evil.test");
        assertThat(keycloak.demo().events(person, "INVITE_ORG_ERROR")).isEmpty();
    }
}
