package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import java.util.UUID;

/** A copy of the demo realm whose browser flow has the one step for all second factors in place of the older ones. */
public record StepRealm(KeycloakServer keycloak, RealmAdmin realm) {

    private static final String EXECUTIONS = "/authentication/flows/tenant-mfa%20browser/executions";

    public static StepRealm create(KeycloakServer keycloak) {
        RealmAdmin realm =
                keycloak.copyOfDemoRealm("step-" + UUID.randomUUID().toString().substring(0, 8));
        realm.post(EXECUTIONS + "/execution", Map.of("provider", "tmfa-second-factor"))
                .expect(201);
        StepRealm wired = new StepRealm(keycloak, realm);
        wired.require("providerId", "tmfa-second-factor", "REQUIRED");
        wired.require("displayName", "tenant-mfa second factor", "DISABLED");
        return wired;
    }

    private void require(String field, String value, String requirement) {
        JsonNode found = RealmAdmin.list(realm.get(EXECUTIONS)).stream()
                .filter(execution -> execution.path(field).asText().equals(value))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + value));
        realm.put(EXECUTIONS, ((ObjectNode) found).put("requirement", requirement))
                .expect(204);
    }

    public OidcClient app() {
        return OidcClient.of(keycloak.base(), realm.name(), "demo-app");
    }
}
