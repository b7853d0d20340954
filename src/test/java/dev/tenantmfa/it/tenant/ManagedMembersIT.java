package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OtherRealm;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People whose account Keycloak binds to the organization: those who came by its identity provider. The one documented
 * exception to "a membership is never the account".
 */
@KeycloakIntegration
class ManagedMembersIT {
    private final KeycloakServer keycloak;
    private TenantFixture tenant;
    private OtherRealm elsewhere;
    private Person there;

    ManagedMembersIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void tenantWithAnIdentityProvider() {
        tenant = TenantFixture.create(keycloak);
        elsewhere = OtherRealm.join(keycloak.admin(), keycloak.base(), keycloak.demo());
        String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".test";
        ObjectNode organization = (ObjectNode)
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();
        organization.putArray("domains").addObject().put("name", domain).put("verified", true);
        keycloak.demo().put("/organizations/" + tenant.id(), organization).expect(204);
        keycloak.demo()
                .post("/organizations/" + tenant.id() + "/identity-providers", elsewhere.alias())
                .expect(204);
        String name = "there-" + UUID.randomUUID().toString().substring(0, 8);
        there = elsewhere.realm().createPerson(name, name + "@" + domain, RealmAdmin.PASSWORD);
    }

    @AfterEach
    void leave() {
        elsewhere.leave();
    }

    @Test
    void whoComesByTheTenantsIdentityProviderIsManaged() {
        Tokens tokens = enter();

        Person here = here();
        assertThat(membershipType(here)).isEqualTo("MANAGED");
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
        assertThat(tenant.call(tokens, "GET", "/me", null).status()).isEqualTo(200);
        JsonNode member = tenant.member(here);
        assertThat(member.get("email").asText()).isEqualTo(there.email());
        assertThat(member.get("is_active").asBoolean()).isTrue();
    }

    @Test
    void roleAndStateAreChangedAsOfOthers() {
        Tokens before = enter();
        Person here = here();

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + here.id(), Map.of("role", "ADMIN"))
                .expect(200);

        assertThat(tenant.app().refresh(before).claims().get("tenant_role").asText())
                .isEqualTo("ADMIN");
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + here.id(), Map.of("is_active", false))
                .expect(200);
        assertThat(tenant.app().refresh(before).isGranted()).isFalse();
        assertThat(openEntrance(keycloak.visitor()).text()).contains("Access to " + tenant.name() + " is suspended.");
        assertThat(keycloak.demo().user(here).get("enabled").asBoolean()).isTrue();
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + here.id(), Map.of("is_active", true))
                .expect(200);
        assertThat(enter().claims().get("tenant_role").asText()).isEqualTo("ADMIN");
    }

    @Test
    void codeLogsInOnce() {
        enter();
        Person here = withPassword(here());
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), here);
        String code = enrolled.app().code();

        assertThat(enrolled.grant(tenant.cli(), code).claims().get("mfa").asBoolean())
                .isTrue();
        assertThat(enrolled.grant(tenant.cli(), code).errorDescription()).isEqualTo("The code was incorrect.");
    }

    @Test
    void removalTakesRoleAndEntranceAndLeavesTheAccount() {
        Tokens tokens = enter();
        Person here = here();
        tenant.call(tenant.owner(), "PATCH", "/me/users/" + here.id(), Map.of("role", "ADMIN"))
                .expect(200);

        tenant.call(tenant.owner(), "DELETE", "/me/users/" + here.id(), null).expect(204);

        assertThat(tenant.app().refresh(tokens).isGranted()).isFalse();
        assertThat(tenant.call(tokens, "GET", "/me/users", null).status()).isIn(401, 403);
        assertThat(membershipType(here)).isEqualTo("MANAGED");
        JsonNode left = tenant.member(here);
        assertThat(left.get("role").asText()).isEqualTo("MEMBER");
        assertThat(left.get("is_active").asBoolean()).isFalse();
        assertThat(openEntrance(keycloak.visitor()).parameter("code")).isEmpty();
    }

    /** Keycloak's own doing, and documented: the account works nowhere while its organization is disabled. */
    @Test
    void keycloakShutsThemOutOfOtherTenantsTooWhileTheirsIsSuspended() {
        enter();
        Person managed = withPassword(here());
        TenantFixture other = TenantFixture.create(keycloak);
        other.add(managed, "MEMBER");
        Person unmanaged = tenant.newMember("MEMBER");
        other.add(unmanaged, "MEMBER");
        assertThat(other.logIn(managed).isGranted()).isTrue();

        tenant.suspend();

        assertThat(other.logIn(managed).isGranted()).isFalse();
        assertThat(other.logIn(unmanaged).isGranted())
                .as("unmanaged members are not touched by it")
                .isTrue();
        assertThat(openEntrance(keycloak.visitor()).parameter("code")).isEmpty();
        tenant.setActive(true);
        assertThat(other.logIn(managed).isGranted()).isTrue();
    }

    @Test
    void permanentDeletionReleasesThem() {
        enter();
        Person here = withPassword(here());

        keycloak.demo().delete("/tenants/" + tenant.id() + "?permanent=true").expect(204);

        assertThat(keycloak.demo().get("/users/" + here.id()).status()).isEqualTo(200);
        assertThat(tenant.cli().password(here).claims().has("tenant_id")).isFalse();
    }

    @Test
    void whoRegistersByAnInvitationOfTheConsoleIsUnmanagedAtOnce() {
        String address = UUID.randomUUID() + "@example.test";
        String username = "invited-" + UUID.randomUUID().toString().substring(0, 8);
        keycloak.demo()
                .postForm("/organizations/" + tenant.id() + "/members/invite-user", Map.of("email", address))
                .expect(204);
        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(new Person("", username, address, RealmAdmin.PASSWORD));
        Visitor visitor = keycloak.visitor();
        WebPage register =
                visitor.open(URI.create(Jsoup.parse(mail.html()).select("a").attr("href")));
        Map<String, String> form = new LinkedHashMap<>();
        form.put("username", username);
        form.put("email", address);
        form.put("firstName", "In");
        form.put("lastName", "Vited");
        form.put("password", RealmAdmin.PASSWORD);
        form.put("password-confirm", RealmAdmin.PASSWORD);

        visitor.submit(register, form);

        Person person = keycloak.demo().person(username, RealmAdmin.PASSWORD);
        assertThat(membershipType(person)).isEqualTo("UNMANAGED");
        assertThat(tenant.member(person).get("role").asText()).isEqualTo("MEMBER");
        assertThat(tenant.logIn(person).claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        tenant.call(tenant.owner(), "DELETE", "/me/users/" + person.id(), null).expect(204);
        assertThat(keycloak.demo().get("/users/" + person.id()).status()).isEqualTo(200);
    }

    private Tokens enter() {
        AuthorizationRequest request = entrance();
        WebPage page = keycloak.visitor().logIn(request.uri(), there);
        return tenant.app().redeem(request, page.code());
    }

    private WebPage openEntrance(Visitor visitor) {
        return visitor.logIn(entrance().uri(), there);
    }

    private AuthorizationRequest entrance() {
        return tenant.app().authorization().with("kc_idp_hint", elsewhere.alias());
    }

    private Person here() {
        return keycloak.demo().person(there.username(), RealmAdmin.PASSWORD);
    }

    private Person withPassword(Person person) {
        keycloak.demo()
                .put(
                        "/users/" + person.id() + "/reset-password",
                        Map.of("type", "password", "value", RealmAdmin.PASSWORD, "temporary", false))
                .expect(204);
        return person;
    }

    private String membershipType(Person person) {
        return keycloak.demo()
                .get("/organizations/" + tenant.id() + "/members/" + person.id())
                .expect(200)
                .json()
                .get("membershipType")
                .asText();
    }
}
