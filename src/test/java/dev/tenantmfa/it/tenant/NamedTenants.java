package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import java.util.Map;
import java.util.UUID;

/** Tenants made or renamed by REST and in the admin console. */
final class NamedTenants {
    private NamedTenants() {}

    static void renameInConsole(KeycloakServer keycloak, TenantFixture tenant, String name) {
        ObjectNode organization = (ObjectNode)
                keycloak.demo().get("/organizations/" + tenant.id()).expect(200).json();
        keycloak.demo()
                .put("/organizations/" + tenant.id(), organization.put("name", name))
                .expect(204);
    }

    static String organization(KeycloakServer keycloak, String name) {
        String alias = "org-" + UUID.randomUUID();
        ObjectNode organization =
                Json.object().put("name", name).put("alias", alias).put("enabled", true);
        organization.putArray("domains").addObject().put("name", alias + ".test");
        return keycloak.demo().create("/organizations", organization);
    }

    static String tenant(KeycloakServer keycloak, Map<String, String> body) {
        return keycloak.demo()
                .post("/tenants", body)
                .expect(201)
                .json()
                .get("id")
                .asText();
    }
}
