package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Accounts of members: how they are made, reset and transferred. */
@KeycloakIntegration
class MemberAccountsIT {
    @Test
    void ownershipIsHandedOver(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");

        tenant.call(tenant.owner(), "POST", "/me/owner", Map.of("user_id", member.id()))
                .expect(200);

        assertThat(tenant.logIn(member).claims().get("tenant_role").asText()).isEqualTo("OWNER");
        assertThat(tenant.logIn(tenant.owner()).claims().get("tenant_role").asText())
                .isEqualTo("ADMIN");
    }

    @Test
    void resetOfMfaSparesWhatOthersRelyOn(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person shared = tenant.newMember("MEMBER");
        other.add(shared, "MEMBER");
        Person privileged = tenant.newMember("MEMBER");
        grantAdminRole(keycloak, privileged);
        Tokens owner = tenant.logIn(tenant.owner());

        assertThat(reset(tenant, owner, tenant.owner())
                        .expect(403)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("use_mfa_disable");
        assertThat(reset(tenant, owner, shared).expect(409).json().get("code").asText())
                .isEqualTo("shared_account");
        assertThat(reset(tenant, owner, privileged)
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("privileged_account");
        assertThat(reset(tenant, owner, other.owner()).status()).isEqualTo(404);
    }

    @Test
    void accountMadeByATenantOpensByMail(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        String address = UUID.randomUUID() + "@example.test";
        Map<String, String> alice = Map.of("username", "alice", "email", address, "role", "MEMBER");

        Answer created = tenant.call(tenant.owner(), "POST", "/me/users", alice).expect(201);

        assertThat(created.json().get("username").asText()).isEqualTo("alice");
        assertThat(created.json().get("mail_sent").asBoolean()).isTrue();
        Person person = new Person(created.json().get("id").asText(), "alice@" + tenant.alias(), address, "x");
        assertThat(keycloak.client("demo-cli").password(person).isGranted()).isFalse();
        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(person);
        assertThat(mail.link()).hasPath("/realms/demo/login-actions/action-token");
        assertThat(tenant.call(tenant.owner(), "POST", "/me/users", alice)
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("use_invitation");
        Map<String, String> another =
                Map.of("username", "alice", "email", UUID.randomUUID() + "@example.test", "role", "MEMBER");
        assertThat(tenant.call(tenant.owner(), "POST", "/me/users", another)
                        .expect(409)
                        .json()
                        .get("code")
                        .asText())
                .isEqualTo("username_in_use");
        other.call(other.owner(), "POST", "/me/users", another).expect(201);
    }

    @Test
    void accountsAreTheRealmsToCreateUnlessItSaysOtherwise(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        keycloak.demo().setAttribute("tenant-mfa.tenants-create-accounts", "false");
        try {
            for (String address : new String[] {tenant.owner().email(), "nobody@example.test"}) {
                Answer refused = tenant.call(
                        owner, "POST", "/me/users", Map.of("username", "x", "email", address, "role", "MEMBER"));
                assertThat(refused.expect(403).json().get("code").asText()).isEqualTo("use_invitation");
            }
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.tenants-create-accounts", "true");
        }
    }

    private static Answer reset(TenantFixture tenant, Tokens owner, Person person) {
        return tenant.call(owner, "POST", "/me/users/" + person.id() + "/mfa/reset", null);
    }

    private static void grantAdminRole(KeycloakServer keycloak, Person person) {
        RealmAdmin realm = keycloak.demo();
        String management = realm.client("realm-management").get("id").asText();
        JsonNode role = realm.get("/clients/" + management + "/roles/view-events")
                .expect(200)
                .json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + management, java.util.List.of(role))
                .expect(204);
    }
}
