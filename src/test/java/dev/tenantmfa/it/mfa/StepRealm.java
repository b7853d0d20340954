package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.Map;
import java.util.UUID;

/** A copy of the demo realm whose browser flow has the one step for all second factors in place of the older ones. */
public record StepRealm(KeycloakServer keycloak, RealmAdmin realm) {

    public static StepRealm create(KeycloakServer keycloak) {
        RealmAdmin realm =
                keycloak.copyOfDemoRealm("step-" + UUID.randomUUID().toString().substring(0, 8));
        StepRealm wired = new StepRealm(keycloak, realm);
        wired.wire("tenant-mfa browser", "tenant-mfa second factor");
        wired.wire("tenant-mfa reset credentials", "tenant-mfa reset second factor");
        return wired;
    }

    private void wire(String flow, String older) {
        realm.post(executions(flow) + "/execution", Map.of("provider", "tmfa-second-factor"))
                .expect(201);
        require(flow, "providerId", "tmfa-second-factor", "REQUIRED");
        require(flow, "displayName", older, "DISABLED");
        // Before the last step, which in the flow for forgotten passwords sets the new one.
        String step =
                execution(flow, "providerId", "tmfa-second-factor").get("id").asText();
        realm.post("/authentication/executions/" + step + "/raise-priority", Map.of())
                .expect(204);
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

    private void require(String flow, String field, String value, String requirement) {
        realm.put(executions(flow), execution(flow, field, value).put("requirement", requirement))
                .expect(204);
    }

    private ObjectNode execution(String flow, String field, String value) {
        return RealmAdmin.list(realm.get(executions(flow))).stream()
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
