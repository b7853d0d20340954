package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.tenant.NamedTenants.organization;
import static dev.tenantmfa.it.tenant.NamedTenants.tenant;
import static org.assertj.core.api.Assertions.assertThat;

/** What the deletion of a tenant frees, and how addresses are compared. */
@KeycloakIntegration
class DeletedNamesIT {
    @Test
    void deletedTenantThatTheConsoleEnablesIsRestored(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String address = unique + "@example.test";
        Person owner = keycloak.demo().newPerson();
        for (String renamed : new String[] {"", "Renamed " + unique}) {
            String name = "Back " + unique + renamed.length();
            Map<String, String> body = Map.of("tenant_name", name, "tenant_email", address, "owner_id", owner.id());
            String id = tenant(keycloak, body);
            keycloak.demo().delete("/tenants/" + id).expect(204);

            ObjectNode organization = (ObjectNode)
                    keycloak.demo().get("/organizations/" + id).expect(200).json();
            organization.put("enabled", true);
            if (!renamed.isEmpty()) {
                organization.put("name", renamed);
            }
            keycloak.demo().put("/organizations/" + id, organization).expect(204);

            JsonNode restored =
                    keycloak.demo().get("/tenants/" + id).expect(200).json();
            assertThat(restored.get("deleted_at").isNull()).isTrue();
            assertThat(restored.get("tenant_name").asText()).isEqualTo(renamed.isEmpty() ? name : renamed);
            assertThat(restored.get("email").asText()).isEqualTo(address);
            keycloak.demo().delete("/tenants/" + id).expect(204);
        }
    }

    @Test
    void deletedTenantFreesNameAndAddress(KeycloakServer keycloak) {
        String unique = UUID.randomUUID().toString().substring(0, 8);
        String name = "Once " + unique;
        String address = unique + "@example.test";
        Person owner = keycloak.demo().newPerson();
        Map<String, String> body = Map.of("tenant_name", name, "tenant_email", address, "owner_id", owner.id());
        String first = tenant(keycloak, body);
        keycloak.demo().delete("/tenants/" + first).expect(204);

        String second = tenant(keycloak, body);
        assertThat(second).isNotEqualTo(first);
        assertThat(keycloak.demo()
                        .get("/tenants/" + first)
                        .json()
                        .get("tenant_name")
                        .asText())
                .isEqualTo(name);
        Answer refused = patch(keycloak, first, Map.of("is_active", true)).expect(409);
        assertThat(refused.json().get("code").asText()).isEqualTo("tenant_name_in_use");
        Answer restored = patch(keycloak, first, Map.of("is_active", true, "tenant_name", name + " again"))
                .expect(200);
        assertThat(restored.json().get("tenant_name").asText()).isEqualTo(name + " again");
        assertThat(restored.json().get("email").isNull()).isTrue();
        assertThat(restored.json().get("deleted_at").isNull()).isTrue();
        assertThat(keycloak.demo()
                        .get("/organizations/" + first)
                        .json()
                        .get("name")
                        .asText())
                .isEqualTo(name + " again");

        keycloak.demo().delete("/tenants/" + second).expect(204);
        restored = patch(keycloak, second, Map.of("is_active", true)).expect(200);
        assertThat(restored.json().get("tenant_name").asText()).isEqualTo(name);
        assertThat(restored.json().get("email").asText()).isEqualTo(address);
    }

    @Test
    void memberOfADeletedTenantIsToldSo(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        keycloak.demo().delete("/tenants/" + tenant.id()).expect(204);

        WebPage page = keycloak.visitor().logIn(tenant.app().authorization().uri(), tenant.owner());

        assertThat(page.text())
                .contains("The organization " + tenant.name() + " was deleted.")
                .doesNotContain("suspended");
        assertThat(tenant.cli().password(tenant.owner()).errorDescription())
                .isEqualTo("The organization " + tenant.name() + " was deleted");
    }

    @Test
    void addressOfSeveralAccountsIsInvitedLikeAnyOther(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.copyOfDemoRealm(
                "duplicates-" + UUID.randomUUID().toString().substring(0, 8));
        try {
            realm.update(changed -> changed.put("loginWithEmailAllowed", false).put("duplicateEmailsAllowed", true));
            TenantFixture tenant = TenantFixture.createIn(keycloak, realm);
            String address = UUID.randomUUID() + "@example.test";
            realm.createPerson("one-" + UUID.randomUUID(), address, RealmAdmin.PASSWORD);
            Person other = realm.createPerson("two-" + UUID.randomUUID(), address, RealmAdmin.PASSWORD);

            invite(tenant, address, "ADMIN").expect(201);
            Answer account = tenant.call(
                    tenant.owner(),
                    "POST",
                    "/me/users",
                    Map.of("username", "third", "email", address, "role", "MEMBER"));
            assertThat(account.expect(409).json().get("code").asText()).isEqualTo("use_invitation");
            assertThat(account.text()).doesNotContain(address);
            Tokens signUp = dev.tenantmfa.it.actors.OidcClient.of(keycloak.base(), realm.name(), "demo-signup")
                    .token(Map.of("grant_type", "password", "username", address, "password", RealmAdmin.PASSWORD));
            assertThat(signUp.error()).isEqualTo("invalid_grant");
            assertThat(realm.get("/users?exact=true&email=" + address).json()).hasSize(2);

            tenant.add(other, "MEMBER");
            assertThat(invite(tenant, address, "MEMBER")
                            .expect(409)
                            .json()
                            .get("code")
                            .asText())
                    .isEqualTo("already_member");
        } finally {
            realm.delete();
        }
    }

    @Test
    void internationalAddressIsOneMailboxInBothSpellings(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        String local = UUID.randomUUID().toString();

        invite(tenant, local + "@m\u00FCller.test", "MEMBER").expect(201);

        for (String same :
                List.of(local + "@xn--mller-kva.test", local + "@M\u00DCLLER.test", local + "@mu\u0308ller.test")) {
            assertThat(invite(tenant, same, "MEMBER")
                            .expect(409)
                            .json()
                            .get("code")
                            .asText())
                    .as(same)
                    .isEqualTo("already_invited");
        }
    }

    private static Answer patch(KeycloakServer keycloak, String id, Map<String, Object> body) {
        return keycloak.admin().request("PATCH", "/admin/realms/demo/tenants/" + id, body);
    }

    private static Answer invite(TenantFixture tenant, String email, String role) {
        return tenant.call(tenant.owner(), "POST", "/me/invitations", Map.of("email", email, "role", role));
    }
}
