package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import java.util.UUID;

/** A copy of the demo realm, for changes to the step of its browser flow. */
public record StepRealm(KeycloakServer keycloak, RealmAdmin realm) {

    public static StepRealm create(KeycloakServer keycloak) {
        RealmAdmin realm =
                keycloak.copyOfDemoRealm("step-" + UUID.randomUUID().toString().substring(0, 8));
        return new StepRealm(keycloak, realm);
    }

    /** Sets the configuration of the step in the browser flow. */
    public void configure(Map<String, String> config) {
        String id = execution("tenant-mfa browser", "providerId", "tmfa-second-factor")
                .get("id")
                .asText();
        realm.post(
                        "/authentication/executions/" + id + "/config",
                        Map.of("alias", "step " + UUID.randomUUID(), "config", config))
                .expect(201);
    }

    private ObjectNode execution(String flow, String field, String value) {
        return RealmAdmin.list(realm.get(executions(flow))).stream()
                .filter(execution -> execution.path("level").asInt() == 0)
                .filter(execution -> execution.path(field).asText().equals(value))
                .map(ObjectNode.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + value + " in " + flow));
    }

    private static String executions(String flow) {
        return "/authentication/flows/" + flow.replace(" ", "%20") + "/executions";
    }

    public OidcClient app() {
        return OidcClient.of(keycloak.base(), realm.name(), "demo-app");
    }
}
