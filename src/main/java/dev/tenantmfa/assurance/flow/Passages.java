package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.Passage.Mark;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * All ways through a flow, as Keycloak's {@code DefaultAuthenticationFlow} goes through it: REQUIRED and CONDITIONAL
 * executions in their order, or else one of the ALTERNATIVE ones; conditions decide whether a CONDITIONAL sub-flow runs.
 *
 * @param secondFactorStep the step of this extension that works in such a flow
 * @param asked aliases of sub-flows for which a condition asks whether they ran
 */
record Passages(String secondFactorStep, Set<String> asked) {

    /** For the ways through these nodes. */
    static Passages of(String secondFactorStep, List<FlowNode> nodes) {
        return new Passages(secondFactorStep, SubFlowRan.askedIn(nodes));
    }

    /** The ways through the nodes for a user who came by any of those ways. */
    Set<Passage> through(List<FlowNode> nodes, Set<Passage> before) {
        return through(nodes, before, false);
    }

    private Set<Passage> through(List<FlowNode> nodes, Set<Passage> before, boolean atLevel) {
        List<FlowNode> running = nodes.stream()
                .filter(FlowNode::isEnabled)
                .filter(node -> !isCondition(node))
                .toList();
        List<FlowNode> sequence =
                running.stream().filter(Passages::isInSequence).toList();
        if (!sequence.isEmpty()) {
            Set<Passage> ways = before;
            for (FlowNode node : sequence) {
                ways = through(node, ways, atLevel);
            }
            return ways;
        }
        Set<Passage> ways = new LinkedHashSet<>();
        running.forEach(node -> ways.addAll(through(node, before, atLevel)));
        return running.isEmpty() ? before : ways;
    }

    /** Whether Keycloak runs the execution in any case, so that it ignores the ALTERNATIVE ones beside it. */
    static boolean isInSequence(FlowNode node) {
        return node.requirement() == Requirement.REQUIRED || node.requirement() == Requirement.CONDITIONAL;
    }

    private Set<Passage> through(FlowNode node, Set<Passage> before, boolean atLevel) {
        Set<Passage> ways = new LinkedHashSet<>();
        if (node instanceof Step step) {
            boolean isElsewheres = step.kind() == StepKind.SECOND_FACTOR
                    && !step.authenticator().equals(secondFactorStep);
            StepKind kind = isElsewheres ? StepKind.OTHER : step.kind();
            before.forEach(way -> ways.add(way.then(kind, atLevel)));
        } else if (node instanceof SubFlow sub) {
            boolean conditional = sub.requirement() == Requirement.CONDITIONAL;
            boolean level = conditional && isLevel(sub);
            List<Step> conditions = conditional ? conditions(sub) : List.of();
            Set<Passage> running = new LinkedHashSet<>();
            for (Passage way : before) {
                if (conditional
                        && (conditions.isEmpty() || conditions.stream().anyMatch(one -> canBeFalse(one, way)))) {
                    ways.add(way);
                }
                if (!conditional
                        || (!conditions.isEmpty() && conditions.stream().allMatch(one -> canBeTrue(one, way)))) {
                    running.add(way);
                }
            }
            Set<Passage> through = running.isEmpty() ? Set.of() : through(sub.nodes(), running, atLevel || level);
            for (Passage way : through) {
                Passage marked = level ? way.with(Mark.LEVEL) : way;
                ways.add(asked.contains(sub.alias()) ? marked.after(sub.alias()) : marked);
            }
        }
        return ways;
    }

    private static List<Step> conditions(SubFlow sub) {
        return sub.nodes().stream()
                .filter(node -> node.isEnabled() && isCondition(node))
                .map(Step.class::cast)
                .toList();
    }

    private static boolean canBeTrue(Step condition, Passage way) {
        return !SubFlowRan.isAskedBy(condition) || SubFlowRan.isTrue(condition, way.ran());
    }

    private static boolean canBeFalse(Step condition, Passage way) {
        if (SubFlowRan.isAskedBy(condition)) {
            return !SubFlowRan.isTrue(condition, way.ran());
        }
        return !isLevel(condition) || way.canSkipLevel();
    }

    static boolean isCondition(FlowNode node) {
        return node instanceof Step step && step.kind() == StepKind.CONDITION;
    }

    /** Whether the sub-flow is a level of authentication. */
    static boolean isLevel(SubFlow sub) {
        return conditions(sub).stream().anyMatch(Passages::isLevel);
    }

    private static boolean isLevel(Step condition) {
        return condition.authenticator().equals(ConditionalLoaAuthenticatorFactory.PROVIDER_ID);
    }
}
