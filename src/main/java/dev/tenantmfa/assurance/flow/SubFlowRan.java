package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.FlowNode.Step;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Keycloak's condition that asks whether a sub-flow of the same flow ran, which names the sub-flow by its alias. */
public final class SubFlowRan {

    /** Setting of the condition: alias of the sub-flow. */
    public static final String SUB_FLOW = "flow_to_check";

    private static final String CONDITION = "conditional-sub-flow-executed";
    private static final String RESULT = "check_result";
    private static final String NOT = "not-executed";

    private SubFlowRan() {}

    public static boolean isAskedBy(Step step) {
        return step.authenticator().equals(CONDITION);
    }

    /** The aliases for which enabled conditions ask. */
    public static Set<String> askedIn(List<FlowNode> nodes) {
        return new FlowTree("", "", nodes)
                .steps()
                .filter(step -> step.isEnabled() && isAskedBy(step))
                .map(step -> step.config().getOrDefault(SUB_FLOW, ""))
                .filter(alias -> !alias.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Without settings, the condition is false. */
    static boolean isTrue(Step condition, Set<String> ran) {
        boolean hasRun = ran.contains(condition.config().getOrDefault(SUB_FLOW, ""));
        return condition.settings() != null
                && hasRun != NOT.equals(condition.config().get(RESULT));
    }
}
