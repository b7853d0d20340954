package dev.tenantmfa.it.tenant;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A realm with fine-grained admin permissions: people see and do the same as without, and administrators are refused
 * what Keycloak's own resource of organizations refuses them.
 */
@KeycloakIntegration
class AdminPermissionsIT extends AdminPermissions {

    AdminPermissionsIT(KeycloakServer keycloak) {
        super(keycloak);
    }

    @Test
    void peopleLogInAndTheirTokensSpeakForTheTenant() {
        Person admin = tenant.newMember("ADMIN");

        Tokens grant = tenant.logIn(admin);
        AuthorizationRequest request = tenant.app()
                .authorization()
                .with("scope", "openid organization:" + tenant.alias())
                .with("tenant", tenant.alias());
        Tokens browser = tenant.app()
                .redeem(request, keycloak.visitor().logIn(request.uri(), admin).code());

        for (Tokens tokens : List.of(grant, browser, tenant.app().refresh(browser))) {
            assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
            assertThat(tokens.claims().get("tenant_name").asText()).isEqualTo(tenant.name());
            assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("ADMIN");
            assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo(admin.username());
        }
        assertThat(browser.claims().get("organization").toString()).contains(tenant.alias());
    }

    @Test
    void secondFactorLogsIn() {
        Person member = tenant.newMember("MEMBER");
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, member);

        Tokens tokens = tenant.cli().password(member, "totp", enrolled.app().code());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().get("tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(tenant.member(member).get("is_totp_enabled").asBoolean()).isTrue();
        tenant.call(tenant.owner(), "POST", "/me/users/" + member.id() + "/mfa/reset", null)
                .expect(204);
        assertThat(tenant.logIn(member).claims().get("mfa").asBoolean()).isFalse();
    }

    @Test
    void policyAsksForASecondFactor() {
        Person member = tenant.newMember("MEMBER");
        tenant.call(tenant.owner(), "PUT", "/me/mfa-policy", Map.of("required_for", "ALL", "grace_period_days", 0))
                .expect(200);

        assertThat(tenant.logIn(member).error()).isEqualTo("mfa_required");
    }

    @Test
    void ownerSeesAndManagesThePeople() {
        Person member = tenant.newMember("MEMBER");
        Tokens owner = tenant.logIn(tenant.owner());
        String path = "/me/users/" + member.id();

        assertThat(tenant.call(owner, "GET", "", null).expect(200).json()).hasSize(1);
        assertThat(tenant.call(owner, "GET", "/me/users", null).expect(200).json())
                .hasSize(2);
        assertThat(tenant.call(owner, "GET", "/me/users/count", null)
                        .json()
                        .get("count")
                        .asInt())
                .isEqualTo(2);
        assertThat(tenant.call(owner, "GET", "/me/users?search=" + member.username(), null)
                        .json())
                .hasSize(1);
        tenant.call(owner, "PATCH", path, Map.of("role", "ADMIN")).expect(200);
        assertThat(tenant.member(member).get("role").asText()).isEqualTo("ADMIN");
        tenant.call(owner, "PATCH", path, Map.of("is_active", false)).expect(200);
        assertThat(tenant.logIn(member).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        tenant.call(owner, "DELETE", path, null).expect(204);
        assertThat(tenant.call(owner, "GET", path, null).status()).isEqualTo(404);
        assertThat(tenant.call(owner, "DELETE", "/me/users/" + tenant.owner().id(), null)
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("last_owner");
        tenant.call(owner, "PUT", "/me", Map.of("tenant_name", "New " + tenant.name()))
                .expect(200);
        tenant.call(owner, "POST", "/me/invitations", Map.of("email", UUID.randomUUID() + "@a.test", "role", "MEMBER"))
                .expect(201);
        assertThat(tenant.call(owner, "GET", "/me/audit", null).expect(200).json())
                .isNotEmpty();
    }

    @Test
    void ownerCreatesAnAccountAndAnybodyATenant() {
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.call(
                        owner,
                        "POST",
                        "/me/users",
                        Map.of("username", "new", "email", UUID.randomUUID() + "@a.test", "role", "MEMBER"))
                .expect(201);
        String name = "Founded " + UUID.randomUUID();
        Tokens founder = tenant.cli().password(realm.newPerson());
        tenant.call(founder, "POST", "", Map.of("tenant_name", name)).expect(201);

        assertThat(tenant.call(founder, "POST", "", Map.of("tenant_name", name.toUpperCase()))
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .as("a name is in use though the caller may not see its tenant")
                .isEqualTo("tenant_name_in_use");
    }
}
