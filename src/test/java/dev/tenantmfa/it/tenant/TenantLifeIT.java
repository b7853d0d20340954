package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A tenant from its creation to its end. */
@KeycloakIntegration
class TenantLifeIT {
    @Test
    void signedInPersonCreatesTenantAndIsItsOwner(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        Person person = keycloak.demo().newPerson();
        Tokens before = cli.password(person);
        assertThat(before.claims().has("tenant_id")).isFalse();
        assertThat(cli.call("GET", "/tenants/me", before, null).status()).isEqualTo(409);
        String name = "Ünïcode & Söhne " + UUID.randomUUID();

        Answer created = cli.call("POST", "/tenants", before, Map.of("tenant_name", "  " + name + " "));

        assertThat(created.expect(201).json().get("tenant_name").asText()).isEqualTo(name);
        assertThat(created.json().get("alias").asText()).startsWith("unicode-sohne-");
        assertThat(created.header("Cache-Control")).contains("no-store");
        Tokens after = cli.password(person);
        assertThat(after.claims().get("tenant_id")).isEqualTo(created.json().get("id"));
        assertThat(after.claims().get("tenant_role").asText()).isEqualTo("OWNER");
        assertThat(after.claims().get("tenant_name").asText()).isEqualTo(name);
        assertThat(after.claims().get("mfa").asBoolean()).isFalse();
        JsonNode mine = cli.call("GET", "/tenants", after, null).expect(200).json();
        assertThat(mine).hasSize(1);
        assertThat(mine.get(0).get("role").asText()).isEqualTo("OWNER");
    }

    @Test
    void demoPeopleHaveTheirTenantAndName(KeycloakServer keycloak) {
        Person alice = keycloak.demo().person("alice@acme", "Demo-Passw0rd!");

        Tokens tokens = keycloak.client("demo-cli").password(alice);

        assertThat(tokens.claims().get("tenant_name").asText()).isEqualTo("Acme Corporation");
        assertThat(tokens.claims().get("tenant_role").asText()).isEqualTo("MEMBER");
        assertThat(tokens.claims().get("tenant_username").asText()).isEqualTo("alice");
    }

    @Test
    void nameIsUniqueWithoutRegardToCaseSpacesAndForm(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        Tokens tokens = cli.password(keycloak.demo().newPerson());
        String unique = UUID.randomUUID().toString();
        cli.call("POST", "/tenants", tokens, Map.of("tenant_name", "Straße  " + unique))
                .expect(201);

        for (String same : new String[] {"STRASSE " + unique, "straße " + unique.toUpperCase(), "Ｓtraße  " + unique}) {
            Answer refused = cli.call("POST", "/tenants", tokens, Map.of("tenant_name", same));

            assertThat(refused.status()).as(same).isEqualTo(409);
            assertThat(refused.json().get("code").asText()).isEqualTo("tenant_name_in_use");
            assertThat(refused.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
        }
    }

    @Test
    void ownerSuspendsAndUndoesWhileTheTokenLives(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("MEMBER");
        Tokens memberTokens = tenant.logIn(member);
        Tokens ownerTokens = tenant.logIn(tenant.owner());
        OidcClient cli = keycloak.client("demo-cli");
        OidcClient api = keycloak.client("demo-api").withSecret("demo-api-secret");
        assertThat(api.introspect(memberTokens.accessToken())
                        .json()
                        .get("active")
                        .asBoolean())
                .isTrue();
        assertThat(cli.userinfo(memberTokens.accessToken()).status()).isEqualTo(200);

        tenant.call(ownerTokens, "PATCH", "/me/status", Map.of("is_active", false))
                .expect(200);

        assertThat(cli.refresh(memberTokens).error()).isEqualTo("invalid_grant");
        assertThat(cli.userinfo(memberTokens.accessToken()).status()).isEqualTo(401);
        assertThat(api.introspect(memberTokens.accessToken())
                        .json()
                        .get("active")
                        .asBoolean())
                .isFalse();
        assertThat(tenant.call(memberTokens, "GET", "/me", null).status()).isIn(401, 403);
        assertThat(tenant.logIn(member).errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(cli.refresh(ownerTokens).error()).isEqualTo("invalid_grant");
        assertThat(tenant.call(ownerTokens, "GET", "/me", null)
                        .expect(200)
                        .json()
                        .get("is_active")
                        .asBoolean())
                .isFalse();
        assertThat(tenant.call(ownerTokens, "GET", "/me/users", null).status()).isEqualTo(403);
        assertThat(tenant.call(ownerTokens, "GET", "", null).status()).isEqualTo(403);

        tenant.call(ownerTokens, "PATCH", "/me/status", Map.of("is_active", true))
                .expect(200);

        assertThat(tenant.logIn(member).isGranted()).isTrue();
        assertThat(cli.refresh(memberTokens).isGranted()).isFalse();
    }

    @Test
    void ownerCannotUndoWhatAnAdministratorSuspended(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());
        JsonNode organization =
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();

        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        ((com.fasterxml.jackson.databind.node.ObjectNode) organization).put("enabled", false))
                .expect(204);

        Answer refused = tenant.call(owner, "PATCH", "/me/status", Map.of("is_active", true));
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("code").asText()).isEqualTo("tenant_inactive");
    }

    @Test
    void deletedTenantIsRestoredByAnAdministratorOnly(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Tokens owner = tenant.logIn(tenant.owner());

        tenant.call(owner, "DELETE", "/me", null).expect(204);

        assertThat(tenant.call(owner, "PATCH", "/me/status", Map.of("is_active", true))
                        .status())
                .isIn(401, 403);
        assertThat(tenant.logIn(tenant.owner()).error()).isEqualTo("invalid_grant");
        JsonNode deleted =
                keycloak.demo().get("/tenants/" + tenant.id()).expect(200).json();
        assertThat(deleted.get("deleted_at").isTextual()).isTrue();

        // The path with PATCH is the administrator's.
        assertThat(keycloak.admin()
                        .request("PATCH", "/admin/realms/demo/tenants/" + tenant.id(), Map.of("is_active", true))
                        .expect(200)
                        .json()
                        .get("deleted_at")
                        .isNull())
                .isTrue();
        assertThat(tenant.logIn(tenant.owner()).isGranted()).isTrue();
    }

    @Test
    void permanentDeletionKeepsAccounts(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person member = tenant.newMember("ADMIN");

        keycloak.demo().delete("/tenants/" + tenant.id() + "?permanent=true").expect(204);

        assertThat(keycloak.demo().get("/tenants/" + tenant.id()).status()).isEqualTo(404);
        assertThat(keycloak.demo().get("/users/" + member.id()).status()).isEqualTo(200);
        assertThat(keycloak.client("demo-cli").password(member).claims().has("tenant_id"))
                .isFalse();
    }
}
