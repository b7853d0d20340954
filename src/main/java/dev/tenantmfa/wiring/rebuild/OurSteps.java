package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.assurance.flow.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes steps of this extension out of a flow that have no settings or do not run: they are placed anew. Others with settings
 * belong to a level of authentication or a condition. A level keeps its step: without it, nobody could reach the level.
 */
final class OurSteps {

    private final String step;
    private final List<String> changes;

    /**
     * @param step of this extension that asks for the second factor
     * @param changes gets a line for each sub-flow that goes, and for each step that gets settings
     */
    OurSteps(String step, List<String> changes) {
        this.step = step;
        this.changes = changes;
    }

    List<FlowNode> removeFrom(List<FlowNode> nodes) {
        return removeFrom(nodes, "", true, false);
    }

    /**
     * @param run whether no sub-flow around the nodes is DISABLED
     * @param level whether a level of authentication is around them
     */
    private List<FlowNode> removeFrom(List<FlowNode> nodes, String path, boolean run, boolean level) {
        List<FlowNode> left = new ArrayList<>();
        // Keycloak refuses users to whom no condition applies. Without these sub-flows, it would let them in.
        boolean refuses = run && BuiltInNodes.canFail(nodes);
        for (FlowNode node : nodes) {
            if (node instanceof SubFlow sub) {
                List<FlowNode> inside = removeFrom(
                        sub.nodes(),
                        path + sub.alias() + " / ",
                        run && sub.isEnabled(),
                        level || BuiltInNodes.isLevel(sub));
                if (inside.equals(sub.nodes()) || inside.stream().anyMatch(OurSteps::doesSomething)) {
                    left.add(sub.with(inside));
                } else if (refuses && sub.isEnabled()) {
                    left.add(sub);
                } else {
                    changes.add(
                            "- " + path + sub.alias() + "    (only steps of this extension, which are placed anew)");
                }
            } else if (!(node instanceof Step one) || !isOurs(one)) {
                left.add(node);
            } else if (run && one.isEnabled() && (one.settings() != null || level && asks(one))) {
                left.add(one.settings() == null ? atLevel(one, path) : one);
            }
        }
        return left;
    }

    private Step atLevel(Step one, String path) {
        boolean fresh = step.equals(StepKind.SECOND_FACTOR_STEP);
        changes.add("- " + path + step + "    (without settings: replaced by one with Ask everybody"
                + (fresh ? " and Fresh only)" : ")"));
        Map<String, String> config = new TreeMap<>(Map.of(FlowStep.ASK_EVERYBODY.key(), "true"));
        if (fresh) {
            config.put(FlowStep.FRESH_ONLY.key(), "true");
        }
        return one.with(step, config);
    }

    private boolean asks(Step one) {
        return one.authenticator().equals(step);
    }

    private static boolean isOurs(Step step) {
        return step.kind() == StepKind.SECOND_FACTOR || step.kind() == StepKind.TENANT_ACCESS;
    }

    private static boolean doesSomething(FlowNode node) {
        return !(node instanceof Step step) || step.kind() != StepKind.CONDITION;
    }
}
