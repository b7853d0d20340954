package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Invitations by Keycloak's own mails, with a role. */
@KeycloakIntegration
class InvitationsIT {
    @Test
    void knownAndUnknownAddressesAnswerAlike(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person known = keycloak.demo().newPerson();
        String unknown = UUID.randomUUID() + "@example.test";

        JsonNode toKnown = invite(tenant, known.email(), "ADMIN").expect(201).json();
        JsonNode toUnknown = invite(tenant, unknown, "ADMIN").expect(201).json();

        assertThat(toKnown.fieldNames()).toIterable().containsExactlyElementsOf(() -> toUnknown.fieldNames());
        assertThat(toKnown.get("mail_sent").asBoolean()).isTrue();
        assertThat(toUnknown.get("mail_sent").asBoolean()).isTrue();
        assertThat(invite(tenant, unknown, "MEMBER")
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("already_invited");
        assertThat(invite(tenant, tenant.owner().email(), "MEMBER")
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("already_member");
    }

    /** Keycloak's console may store a name with an invitation. */
    @Test
    void searchAndCountFindTheSame(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String email = UUID.randomUUID() + "@example.test";
        keycloak.demo()
                .postForm(
                        "/organizations/" + tenant.id() + "/members/invite-user",
                        Map.of("email", email, "firstName", "Zora", "lastName", "Invited"))
                .expect(204);
        invite(tenant, UUID.randomUUID() + "@example.test", "MEMBER").expect(201);

        for (String search : List.of("zora", "INVITED", email.substring(3, 20), "*", "nobody", "%")) {
            String query = "?search=" + URLEncoder.encode(search, StandardCharsets.UTF_8);
            int listed = tenant.call(tenant.owner(), "GET", "/me/invitations" + query, null)
                    .expect(200)
                    .json()
                    .size();
            assertThat(tenant.call(tenant.owner(), "GET", "/me/invitations/count" + query, null)
                            .expect(200)
                            .json()
                            .get("count")
                            .asInt())
                    .as(search)
                    .isEqualTo(listed)
                    .isEqualTo(search.length() > 2 && !search.equals("nobody") ? 1 : 0);
        }
    }

    @Test
    void personWithAnAccountJoinsWithTheRoleOfTheInvitation(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = keycloak.demo().newPerson();
        String id = invite(tenant, person.email(), "ADMIN")
                .expect(201)
                .json()
                .get("id")
                .asText();
        keycloak.mailbox().awaitMailTo(person);
        JsonNode resent = tenant.call(tenant.owner(), "POST", "/me/invitations/" + id + "/resend", null)
                .expect(200)
                .json();
        assertThat(resent.get("role").asText()).isEqualTo("ADMIN");
        assertThat(resent.get("id").asText()).isNotEqualTo(id);

        Visitor visitor = keycloak.visitor();
        WebPage confirm = visitor.open(linkOf(keycloak.mailbox().awaitMailTo(person, 2)));
        String join = confirm.document().select("a[href*=action-token]").attr("href");
        visitor.open(confirm.uri().resolve(join));

        assertThat(tenant.member(person).get("role").asText()).isEqualTo("ADMIN");
        assertThat(tenant.call(tenant.owner(), "GET", "/me/invitations/count", null)
                        .json()
                        .get("count")
                        .asInt())
                .isZero();
    }

    /** Whoever registered the address first does not get what its owner is invited to. */
    @Test
    void unverifiedAccountJoinsOnlyWhereItsUserIsSignedIn(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = keycloak.demo().newPerson();
        keycloak.demo().updateUser(person, user -> user.put("emailVerified", false));
        invite(tenant, person.email(), "ADMIN").expect(201);
        URI link = linkOf(keycloak.mailbox().awaitMailTo(person));

        WebPage refused = keycloak.visitor().open(link);
        assertThat(refused.text()).contains("The email address of your account is not verified.");
        assertThat(refused.document().select("a[href*=action-token]")).isEmpty();
        assertThat(tenant.call(tenant.owner(), "GET", "/me/users/" + person.id(), null)
                        .status())
                .isEqualTo(404);
        Visitor other = keycloak.visitor();
        other.logIn(keycloak.client("demo-app").authorization().uri(), tenant.owner());
        assertThat(other.open(link).document().select("a[href*=action-token]")).isEmpty();

        Visitor visitor = keycloak.visitor();
        visitor.logIn(keycloak.client("demo-app").authorization().uri(), person);
        WebPage confirm = visitor.open(link);
        assertThat(confirm.text()).contains(person.username());
        visitor.open(
                URI.create(confirm.document().select("a[href*=action-token]").attr("abs:href")));

        assertThat(tenant.member(person).get("role").asText()).isEqualTo("ADMIN");
        assertThat(keycloak.demo().user(person).get("emailVerified").asBoolean())
                .isTrue();
    }

    /** Its holder would bind an app to an account whose password somebody else has. */
    @Test
    void linkLeadsToNoSetupForAnAccountWithAPassword(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = keycloak.demo().newPerson();
        invite(tenant, person.email(), "MEMBER").expect(201);
        tenant.call(tenant.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);

        Visitor visitor = keycloak.visitor();
        WebPage confirm = visitor.open(linkOf(keycloak.mailbox().awaitMailTo(person)));
        WebPage page = visitor.open(
                URI.create(confirm.document().select("a[href*=action-token]").attr("abs:href")));

        assertThat(page.text()).doesNotContain("Set up your authenticator app");
        assertThat(page.hasField("code")).isFalse();
        assertThat(keycloak.visitor()
                        .logIn(tenant.app().authorization().uri(), person)
                        .text())
                .contains("Set up your authenticator app");
    }

    @Test
    void strangerRegistersWithTheRoleOfTheInvitationAndOwnsTheAccount(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String address = UUID.randomUUID() + "@example.test";
        invite(tenant, address, "OWNER").expect(201);
        Visitor visitor = keycloak.visitor();
        Person stranger = new Person("", address, address, RealmAdmin.PASSWORD);
        WebPage register = visitor.open(linkOf(keycloak.mailbox().awaitMailTo(stranger)));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("username", "stranger-" + UUID.randomUUID().toString().substring(0, 8));
        form.put("email", address);
        form.put("firstName", "A");
        form.put("lastName", "Stranger");
        form.put("password", RealmAdmin.PASSWORD);
        form.put("password-confirm", RealmAdmin.PASSWORD);

        visitor.submit(register, form);

        Person person = keycloak.demo().person(form.get("username"), RealmAdmin.PASSWORD);
        assertThat(tenant.member(person).get("role").asText()).isEqualTo("OWNER");
        assertThat(keycloak.demo().user(person).get("emailVerified").asBoolean())
                .as("the link proved the address")
                .isTrue();
        JsonNode member = keycloak.demo()
                .get("/organizations/" + tenant.id() + "/members/" + person.id())
                .expect(200)
                .json();
        assertThat(member.get("membershipType").asText()).isEqualTo("UNMANAGED");
        tenant.call(tenant.owner(), "DELETE", "/me/users/" + person.id(), null).expect(204);
        assertThat(keycloak.demo().get("/users/" + person.id()).status()).isEqualTo(200);
    }

    @Test
    void nobodyRegistersUnderTheNameOfAMember(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        tenant.call(
                        tenant.owner(),
                        "POST",
                        "/me/users",
                        Map.of("username", "ceo", "email", UUID.randomUUID() + "@example.test", "role", "MEMBER"))
                .expect(201);
        String address = UUID.randomUUID() + "@example.test";
        invite(tenant, address, "MEMBER").expect(201);
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.open(
                linkOf(keycloak.mailbox().awaitMailTo(new Person("", address, address, RealmAdmin.PASSWORD))));

        for (String username : List.of("ceo", "CEO", "other@" + tenant.alias(), "owner@acme")) {
            Map<String, String> form = RegistrationForm.account(page, address);
            form.put("username", username);
            page = visitor.submit(page, form);
            assertThat(page.text()).as(username).contains("Username already exists.");
        }
        Map<String, String> form = RegistrationForm.account(page, address);
        form.put("username", "another-" + UUID.randomUUID());
        visitor.submit(page, form);
        assertThat(tenant.member(keycloak.demo().person(form.get("username"), RealmAdmin.PASSWORD))
                        .get("role")
                        .asText())
                .isEqualTo("MEMBER");
    }

    /** The plain part, which some users read only. */
    private static URI linkOf(Mailbox.Mail mail) {
        return mail.link();
    }

    private static Answer invite(TenantFixture tenant, String email, String role) {
        return tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", email, "role", role));
    }
}
