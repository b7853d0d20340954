package dev.tenantmfa.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Authentication flows in the representation of a realm. */
final class Flows {

    private Flows() {}

    /** Adds a flow of required steps. Returns its executions. */
    static ArrayNode add(ArrayNode flows, String alias, String... steps) {
        ArrayNode executions = flow(flows, alias, true).putArray("authenticationExecutions");
        for (String step : steps) {
            require(executions, step);
        }
        return executions;
    }

    /**
     * Adds a second factor under a condition to a flow, as Keycloak's own flows do. Returns the executions of the new
     * sub-flow.
     */
    static ArrayNode addConditional(ArrayNode flows, ArrayNode parent, String alias, String... steps) {
        parent.addObject()
                .put("flowAlias", alias + " second factor")
                .put("requirement", "CONDITIONAL")
                .put("priority", 20)
                .put("authenticatorFlow", true);
        ArrayNode second = flow(flows, alias + " second factor", false).putArray("authenticationExecutions");
        require(second, "conditional-user-configured");
        for (String step : steps) {
            require(second, step);
        }
        return second;
    }

    private static void require(ArrayNode executions, String authenticator) {
        int priority = 10 + executions.size();
        executions
                .addObject()
                .put("authenticator", authenticator)
                .put("requirement", "REQUIRED")
                .put("priority", priority)
                .put("authenticatorFlow", false);
    }

    private static ObjectNode flow(ArrayNode flows, String alias, boolean topLevel) {
        return flows.addObject()
                .put("alias", alias)
                .put("providerId", "basic-flow")
                .put("topLevel", topLevel)
                .put("builtIn", false);
    }
}
