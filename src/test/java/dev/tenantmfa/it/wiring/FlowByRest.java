package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;

/** Creates a flow step by step, as the admin console does. */
final class FlowByRest {
    private FlowByRest() {}

    static void create(RealmAdmin realm, FlowTree flow) {
        addAll(realm, flow.nodes(), empty(realm, flow.alias(), true));
    }

    private static String empty(RealmAdmin realm, String alias, boolean topLevel) {
        return realm.create(
                "/authentication/flows",
                Map.of("alias", alias, "providerId", "basic-flow", "topLevel", topLevel, "builtIn", false));
    }

    private static void addAll(RealmAdmin realm, List<FlowNode> nodes, String parent) {
        int priority = 0;
        for (FlowNode node : nodes) {
            ObjectNode execution = Json.object()
                    .put("parentFlow", parent)
                    .put("requirement", node.requirement().name())
                    .put("priority", priority++)
                    .put("authenticatorFlow", node instanceof FlowNode.SubFlow);
            if (node instanceof FlowNode.SubFlow sub) {
                String id = empty(realm, sub.alias(), false);
                realm.create("/authentication/executions", execution.put("flowId", id));
                addAll(realm, sub.nodes(), id);
            } else if (node instanceof FlowNode.Step step) {
                String id = realm.create(
                        "/authentication/executions", execution.put("authenticator", step.authenticator()));
                if (step.settings() != null) {
                    realm.create(
                            "/authentication/executions/" + id + "/config",
                            Map.of("alias", "settings of " + id, "config", step.config()));
                }
            }
        }
    }
}
