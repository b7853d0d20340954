package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose an account is, and who may delete it. */
@KeycloakIntegration
class OwnAccountIT {
    @Test
    void foreignAddressIsNeitherTakenNorBlocked(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        Person victim = keycloak.demo().newPerson();
        Person attacker = keycloak.demo().newPerson();

        JsonNode claimed = create(cli, cli.password(attacker), Map.of("tenant_email", victim.email()))
                .expect(201)
                .json();
        JsonNode owned = create(
                        cli,
                        cli.password(victim),
                        Map.of("tenant_email", victim.email().toUpperCase()))
                .expect(201)
                .json();

        assertThat(claimed.get("email").isNull()).isTrue();
        assertThat(owned.get("email").asText()).isEqualTo(victim.email());
        assertThat(cli.password(victim, "tenant", victim.email())
                        .claims()
                        .get("tenant_id")
                        .asText())
                .isEqualTo(owned.get("id").asText());
    }

    @Test
    void ownAddressIsTheTenantsOnceItIsVerified(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        Person person = keycloak.demo().newPerson();
        keycloak.demo().updateUser(person, user -> user.put("emailVerified", false));
        JsonNode tenant = create(cli, cli.password(person), Map.of("tenant_email", person.email()))
                .expect(201)
                .json();
        assertThat(tenant.get("email").isNull()).isTrue();
        assertThat(emailOf(cli, person)).isNull();

        keycloak.demo().updateUser(person, user -> user.put("emailVerified", true));

        cli.password(person);
        assertThat(emailOf(cli, person)).isEqualTo(person.email());
    }

    @Test
    void membershipsThatAreOverDoNotMakeAnAccountShared(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture deleted = TenantFixture.create(keycloak);
        TenantFixture suspending = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        deleted.add(person, "MEMBER");
        suspending.add(person, "MEMBER");
        String reset = "/me/users/" + person.id() + "/mfa/reset";
        assertThat(code(tenant.call(tenant.owner(), "POST", reset, null), 409)).isEqualTo("shared_account");

        deleted.call(deleted.owner(), "DELETE", "/me", null).expect(204);
        suspending
                .call(suspending.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        tenant.call(tenant.owner(), "POST", reset, null).expect(204);
    }

    @Test
    void suspensionInTheOwnTenantDoesNotMakeAnAccountTheOwn(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.add(person, "MEMBER");
        String member = "/me/users/" + person.id();
        tenant.call(tenant.owner(), "PATCH", member, Map.of("is_active", false)).expect(200);

        assertThat(code(tenant.call(tenant.owner(), "POST", member + "/mfa/reset", null), 409))
                .isEqualTo("shared_account");
    }

    @Test
    void soleOwnerCannotDeleteTheOwnAccount(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        allowDeletion(keycloak, tenant.owner());

        WebPage refused = deleteAccount(keycloak, tenant.owner());

        assertThat(refused.text()).contains("You are the only owner of an organization.");
        assertThat(keycloak.demo().get("/users/" + tenant.owner().id()).status())
                .isEqualTo(200);
        assertThat(keycloak.demo()
                        .events(tenant.owner(), "DELETE_ACCOUNT_ERROR")
                        .get(0)
                        .get("details")
                        .get("reason")
                        .asText())
                .isEqualTo("last_owner");

        keycloak.demo().delete("/tenants/" + tenant.id()).expect(204);
        Person second = tenant.owner();
        // Of a deleted tenant nobody needs to be the owner; the account belongs to no other one.
        keycloak.demo().delete("/organizations/" + tenant.id() + "/members/" + second.id());
        deleteAccount(keycloak, second);
        assertThat(keycloak.demo().get("/users/" + second.id()).status()).isEqualTo(404);
    }

    private static Answer create(OidcClient cli, Tokens tokens, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("tenant_name", "T " + UUID.randomUUID());
        return cli.call("POST", "/tenants", tokens, body);
    }

    private static String emailOf(OidcClient cli, Person person) {
        JsonNode mine = cli.call("GET", "/tenants/me", cli.password(person), null)
                .expect(200)
                .json();
        return mine.get("email").asText(null);
    }

    private static void allowDeletion(KeycloakServer keycloak, Person person) {
        JsonNode action = keycloak.demo()
                .get("/authentication/required-actions/delete_account")
                .expect(200)
                .json();
        keycloak.demo()
                .put("/authentication/required-actions/delete_account", ((ObjectNode) action).put("enabled", true))
                .expect(204);
        String account = keycloak.demo().client("account").get("id").asText();
        JsonNode role = keycloak.demo()
                .get("/clients/" + account + "/roles/delete-account")
                .expect(200)
                .json();
        keycloak.demo()
                .post("/users/" + person.id() + "/role-mappings/clients/" + account, List.of(role))
                .expect(204);
    }

    private static WebPage deleteAccount(KeycloakServer keycloak, Person person) {
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(
                keycloak.client("demo-app")
                        .authorization()
                        .with("kc_action", "delete_account")
                        .uri(),
                person);
        return visitor.submit(page, Map.of());
    }

    private static String code(Answer answer, int status) {
        return answer.expect(status).json().get("code").asText();
    }
}
