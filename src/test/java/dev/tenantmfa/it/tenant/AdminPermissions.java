package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import static org.assertj.core.api.Assertions.assertThat;

/** A realm with fine-grained admin permissions, and a tenant in it. */
abstract class AdminPermissions {
    static RealmAdmin realm;

    final KeycloakServer keycloak;
    TenantFixture tenant;

    AdminPermissions(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeAll
    static void makeRealm(KeycloakServer keycloak) {
        realm = keycloak.copyOfDemoRealm(
                "permissions-" + UUID.randomUUID().toString().substring(0, 8));
        realm.update(representation ->
                representation.put("adminPermissionsEnabled", true).put("bruteForceProtected", false));
        assertThat(realm.representation().get("adminPermissionsEnabled").asBoolean())
                .isTrue();
    }

    @AfterAll
    static void removeRealm() {
        if (realm != null) {
            realm.delete();
        }
    }

    @BeforeEach
    void newTenant() {
        tenant = TenantFixture.createIn(keycloak, realm);
    }

    Answer admin(String method, String path, String token, Object body) {
        URI uri = URI.create(keycloak.base() + "/admin/realms/" + realm.name() + path);
        return Http.json(method, uri, token, body);
    }

    static void grant(Person person, String role) {
        String management = realm.client("realm-management").get("id").asText();
        JsonNode representation = realm.get("/clients/" + management + "/roles/" + role)
                .expect(200)
                .json();
        realm.post("/users/" + person.id() + "/role-mappings/clients/" + management, List.of(representation))
                .expect(204);
    }
}
