package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What users may create, and what stays with its owner. */
@KeycloakIntegration
class OwnershipIT {
    @Test
    void userCreatesSoManyTenantsAndNotOneMore(KeycloakServer keycloak) throws Exception {
        OidcClient cli = keycloak.client("demo-cli");
        Person person = keycloak.demo().newPerson();
        Tokens tokens = cli.password(person);
        for (int i = 0; i < 18; i++) {
            JsonNode made = create(cli, tokens, Map.of()).expect(201).json();
            if (i < 2) {
                // A tool that knows nothing of tenants.
                KeptPolicyIT.replaceAttributes(
                        keycloak.demo(), made.get("id").asText(), Map.of("plan", List.of("gold")));
            }
        }

        List<Answer> last = AtOnce.run(5, i -> create(cli, tokens, Map.of()));

        assertThat(last.stream().filter(answer -> answer.status() == 201)).hasSize(2);
        Answer refused = create(cli, tokens, Map.of());
        assertThat(code(refused, 409)).isEqualTo("too_many_tenants");
        JsonNode one = cli.call("GET", "/tenants?max=1", tokens, null).json().get(0);
        keycloak.demo().delete("/tenants/" + one.get("id").asText()).expect(204);
        assertThat(code(create(cli, tokens, Map.of()), 409)).isEqualTo("too_many_tenants");
        keycloak.demo()
                .delete("/tenants/" + one.get("id").asText() + "?permanent=true")
                .expect(204);
        create(cli, tokens, Map.of()).expect(201);
    }

    @Test
    void addressGetsFiveInvitationMailsADayFromAllTenants(KeycloakServer keycloak) {
        String email = UUID.randomUUID() + "@invited.test";
        for (int i = 0; i < 5; i++) {
            TenantFixture tenant = TenantFixture.create(keycloak);
            tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", email, "role", "MEMBER"))
                    .expect(201);
        }
        TenantFixture sixth = TenantFixture.create(keycloak);

        Answer refused = sixth.call(
                sixth.owner(), "POST", "/me/invitations", Map.of("email", email.toUpperCase(), "role", "MEMBER"));

        assertThat(code(refused, 429)).isEqualTo("too_many_mails");
        assertThat(refused.header("Retry-After")).isPresent();
    }

    @Test
    void renameCannotClaimTheUsernameOfAMember(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = keycloak.demo().newPerson();
        Tokens tokens = keycloak.client("demo-cli").password(person, "scope", "openid");
        keycloak.demo().update(realm -> realm.put("editUsernameAllowed", true));
        try {
            for (String name :
                    List.of("bob@" + tenant.alias(), "BOB@" + tenant.alias().toUpperCase())) {
                keycloak.demo().require(person, "UPDATE_PROFILE");
                Visitor visitor = keycloak.visitor();
                WebPage page = visitor.logIn(
                        keycloak.client("demo-app").authorization().uri(), person);
                WebPage refused = visitor.submit(page, Map.of("username", name));
                assertThat(refused.hasField("username")).as(name).isTrue();
                assertThat(keycloak.demo().user(person).get("username").asText())
                        .isEqualTo(person.username());
            }
        } finally {
            keycloak.demo().update(realm -> realm.put("editUsernameAllowed", false));
        }
        assertThat(tokens.isGranted()).isTrue();
        tenant.call(
                        tenant.owner(),
                        "POST",
                        "/me/users",
                        Map.of("username", "bob", "email", UUID.randomUUID() + "@a.test", "role", "MEMBER"))
                .expect(201);
    }

    /** The address may be wrong, and then nobody could ever manage the tenant. */
    @Test
    void accountThatWasNeverUsedIsNoOwnerToRelyOn(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        String made = tenant.call(
                        owner,
                        "POST",
                        "/me/users",
                        Map.of("username", "heir", "email", UUID.randomUUID() + "@a.test", "role", "OWNER"))
                .expect(201)
                .json()
                .get("id")
                .asText();
        String self = "/me/users/" + tenant.owner().id();

        assertThat(code(tenant.call(owner, "POST", "/me/owner", Map.of("user_id", made)), 409))
                .isEqualTo("inactive_member");
        assertThat(code(tenant.call(owner, "DELETE", self, null), 409)).isEqualTo("last_owner");
        assertThat(code(tenant.call(owner, "PATCH", self, Map.of("role", "MEMBER")), 409))
                .isEqualTo("last_owner");
        keycloak.demo().updateUser(new Person(made, "", "", ""), user -> {
            user.put("emailVerified", true);
            user.putArray("requiredActions");
        });
        tenant.call(owner, "DELETE", self, null).expect(204);
    }

    @Test
    void suspensionMarkDiesWhenTheConsoleOpensTheTenant(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        tenant.call(owner, "PATCH", "/me/status", Map.of("is_active", false)).expect(200);
        tenant.call(owner, "PATCH", "/me/status", Map.of("is_active", true)).expect(200);
        tenant.call(owner, "PATCH", "/me/status", Map.of("is_active", false)).expect(200);
        JsonNode suspended =
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();

        tenant.setEnabled(true);
        // As it was read while the tenant was suspended.
        keycloak.demo().put("/organizations/" + tenant.id(), suspended).expect(204);

        assertThat(code(tenant.call(owner, "PATCH", "/me/status", Map.of("is_active", true)), 403))
                .isEqualTo("tenant_inactive");
    }

    @Test
    void ownerIdNeedsTheRightToManageThatUser(KeycloakServer keycloak) {
        Person admin = keycloak.demo().newPerson();
        Person owner = keycloak.demo().newPerson();
        String management = keycloak.demo().client("realm-management").get("id").asText();
        for (String role : List.of("manage-organizations", "view-users")) {
            JsonNode representation = keycloak.demo()
                    .get("/clients/" + management + "/roles/" + role)
                    .expect(200)
                    .json();
            keycloak.demo()
                    .post("/users/" + admin.id() + "/role-mappings/clients/" + management, List.of(representation))
                    .expect(204);
        }
        String token = OidcClient.of(keycloak.base(), "demo", "admin-cli")
                .password(admin)
                .accessToken();
        URI tenants = URI.create(keycloak.base() + "/admin/realms/demo/tenants");

        assertThat(Http.json(
                                "POST",
                                tenants,
                                token,
                                Map.of("tenant_name", UUID.randomUUID().toString(), "owner_id", owner.id()))
                        .status())
                .isEqualTo(403);
        assertThat(Http.json(
                                "POST",
                                tenants,
                                token,
                                Map.of("tenant_name", UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(201);
    }

    private static Answer create(OidcClient cli, Tokens tokens, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("tenant_name", "T " + UUID.randomUUID());
        return cli.call("POST", "/tenants", tokens, body);
    }

    private static String code(Answer answer, int status) {
        return answer.expect(status).json().get("code").asText();
    }
}
