package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** REST calls with tokens whose subject is not the user of their session (CVE-2026-97367). */
@KeycloakIntegration
class TokenSubjectIT {
    private static final String SECRET = "app-secret";

    private final KeycloakServer keycloak;
    private final TenantFixture tenant;

    TokenSubjectIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.tenant = TenantFixture.create(keycloak);
    }

    @Test
    void tokenWithTheSubjectOfAnotherUserIsRefused() {
        Person other = keycloak.demo().newPerson();
        OidcClient app = client(Map.of(), subject(other.id()));

        Tokens tokens = app.password(tenant.owner());

        assertThat(tokens.claims().get("sub").asText()).isEqualTo(other.id());
        assertThat(tokens.claims().has("sid")).isTrue();
        assertRefused(app, tokens);
    }

    @Test
    void tokenWithTheSubjectOfNobodyIsRefused() {
        OidcClient app = client(Map.of(), subject("4711"));

        assertRefused(app, app.password(tenant.owner()));
    }

    @Test
    void tokenOfAServiceAccountWithTheSubjectOfAUserIsRefused() {
        OidcClient app = client(
                Map.of("serviceAccountsEnabled", true), subject(tenant.owner().id()));

        Tokens tokens = app.clientCredentials();

        assertThat(tokens.claims().get("sub").asText()).isEqualTo(tenant.owner().id());
        assertThat(tokens.claims().has("sid")).isFalse();
        assertRefused(app, tokens);
    }

    @Test
    void tokenOfAServiceAccountWithTheNameOfAUserIsRefused() {
        OidcClient app = client(
                Map.of("serviceAccountsEnabled", true),
                subject("4711"),
                claim("preferred_username", tenant.owner().username()));

        assertRefused(app, app.clientCredentials());
    }

    @Test
    void tokenOfAnAdministratorWithTheSubjectOfAnotherUserIsRefused() {
        Person admin = keycloak.demo().newPerson();
        String management = keycloak.demo().client("realm-management").get("id").asText();
        JsonNode role = keycloak.demo()
                .get("/clients/" + management + "/roles/realm-admin")
                .expect(200)
                .json();
        keycloak.demo()
                .post("/users/" + admin.id() + "/role-mappings/clients/" + management, List.of(role))
                .expect(204);
        List<String> paths = List.of("/tenants", "/mfa/users/" + admin.id());
        for (String sub : List.of(admin.id(), tenant.owner().id())) {
            OidcClient app = client(
                    Map.of("fullScopeAllowed", true, "defaultClientScopes", List.of("basic", "roles")), subject(sub));
            Tokens tokens = app.password(admin);
            for (String path : paths) {
                assertThat(Http.json(
                                        "GET",
                                        URI.create(keycloak.base() + "/admin/realms/demo" + path),
                                        tokens.accessToken(),
                                        null)
                                .status())
                        .as(path)
                        .isEqualTo(sub.equals(admin.id()) ? 200 : 401);
            }
        }
    }

    @Test
    void tokenWithoutASubjectIsBoundByItsSession() {
        OidcClient app = client(Map.of("defaultClientScopes", List.of("tenant-mfa")));

        Tokens tokens = app.password(tenant.owner());

        assertThat(tokens.claims().has("sub")).isFalse();
        assertThat(app.call("GET", "/tenants/me", tokens, null)
                        .expect(200)
                        .json()
                        .get("id")
                        .asText())
                .isEqualTo(tenant.id());
        app.call("GET", "/mfa/status", tokens, null).expect(200);
    }

    private static void assertRefused(OidcClient app, Tokens tokens) {
        for (String path : List.of("/tenants/me", "/tenants/me/users", "/mfa/status")) {
            assertThat(app.call("GET", path, tokens, null).status()).as(path).isEqualTo(401);
        }
        app.call("PUT", "/tenants/me", tokens, Map.of("tenant_name", "Taken over"))
                .expect(401);
        app.call("POST", "/mfa/setup", tokens, Map.of("password", "irrelevant")).expect(401);
    }

    @SafeVarargs
    private OidcClient client(Map<String, ?> more, Map<String, Object>... mappers) {
        String id = "subject-" + UUID.randomUUID();
        Map<String, Object> client = new HashMap<>(Map.of(
                "clientId",
                id,
                "secret",
                SECRET,
                "directAccessGrantsEnabled",
                true,
                "defaultClientScopes",
                List.of("basic", "tenant-mfa"),
                "protocolMappers",
                List.of(mappers)));
        client.putAll(more);
        keycloak.demo().createClient(client);
        return keycloak.client(id).withSecret(SECRET);
    }

    private static Map<String, Object> subject(String value) {
        return claim("sub", value);
    }

    private static Map<String, Object> claim(String name, String value) {
        return Map.of(
                "name",
                name,
                "protocol",
                "openid-connect",
                "protocolMapper",
                "oidc-hardcoded-claim-mapper",
                "config",
                Map.of(
                        "claim.name",
                        name,
                        "claim.value",
                        value,
                        "jsonType.label",
                        "String",
                        "access.token.claim",
                        "true",
                        "introspection.token.claim",
                        "true"));
    }
}
