package dev.tenantmfa.it.wiring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.fixture.DrawnFlow;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;

/** The flows of a realm, as an administrator edits them. */
abstract class EditedFlows {

    abstract RealmAdmin admin();

    String copyFlow(String alias, String copy) {
        admin().post(
                        "/authentication/flows/" + Http.encode(alias).replace("+", "%20") + "/copy",
                        Map.of("newName", copy))
                .expect(201);
        return copy;
    }

    /** Creates a flow from a drawing, as by the admin console. */
    String flow(String alias, String drawing) {
        FlowByRest.create(admin(), DrawnFlow.read(alias, drawing));
        return alias;
    }

    List<JsonNode> executions(String flow) {
        return RealmAdmin.list(
                admin().get("/authentication/flows/" + Http.encode(flow).replace("+", "%20") + "/executions"));
    }

    /** Adds a step to a flow or sub-flow, with a requirement. */
    void addStep(String flow, String top, String authenticator, String requirement) {
        String id = admin().create(
                        "/authentication/flows/" + Http.encode(flow).replace("+", "%20") + "/executions/execution",
                        Map.of("provider", authenticator));
        for (JsonNode execution : executions(top)) {
            if (execution.get("id").asText().equals(id)) {
                admin().put(
                                "/authentication/flows/" + Http.encode(top).replace("+", "%20") + "/executions",
                                ((ObjectNode) execution).put("requirement", requirement))
                        .expect(204);
            }
        }
    }

    /** Adds a sub-flow, with a requirement. */
    void addSubFlow(String flow, String top, String alias, String requirement) {
        admin().post(
                        "/authentication/flows/" + Http.encode(flow).replace("+", "%20") + "/executions/flow",
                        Map.of("alias", alias, "type", "basic-flow", "provider", "registration-page-form"))
                .expect(201);
        for (JsonNode execution : executions(top)) {
            if (execution.path("displayName").asText().equals(alias)) {
                admin().put(
                                "/authentication/flows/" + Http.encode(top).replace("+", "%20") + "/executions",
                                ((ObjectNode) execution).put("requirement", requirement))
                        .expect(204);
            }
        }
    }

    /** The flow that is bound: {@code browserFlow} and the like. */
    String bound(String field) {
        return admin().representation().get(field).asText();
    }

    void removeStep(String flow, String displayNameOrProvider) {
        for (JsonNode execution : executions(flow)) {
            if (execution.path("displayName").asText().equals(displayNameOrProvider)
                    || execution.path("providerId").asText().equals(displayNameOrProvider)) {
                admin().delete("/authentication/executions/"
                                + execution.get("id").asText())
                        .expect(204);
                return;
            }
        }
        throw new AssertionError("no " + displayNameOrProvider + " in " + flow);
    }

    void bind(String field, String flow) {
        admin().update(representation -> representation.put(field, flow));
    }
}
