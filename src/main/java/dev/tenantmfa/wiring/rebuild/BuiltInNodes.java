package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.StepKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** What executions ask for, as Keycloak's {@code DefaultAuthenticationFlow} evaluates them. */
final class BuiltInNodes {

    private static final String USER_CONFIGURED = "conditional-user-configured";

    private static final String PASSWORDLESS = "webauthn-authenticator-passwordless";

    private BuiltInNodes() {}

    static boolean isCondition(FlowNode node) {
        return node instanceof Step step && step.kind() == StepKind.CONDITION;
    }

    /** The conditions that decide whether the sub-flow runs. Keycloak ignores those of sub-flows that are not CONDITIONAL. */
    static List<Step> conditions(SubFlow sub) {
        return sub.requirement() == Requirement.CONDITIONAL
                ? sub.nodes().stream()
                        .filter(node -> node.isEnabled() && isCondition(node))
                        .map(Step.class::cast)
                        .toList()
                : List.of();
    }

    static boolean isPasswordless(Step step) {
        return step.authenticator().equals(PASSWORDLESS);
    }

    static boolean isUserConfigured(Step condition) {
        return condition.authenticator().equals(USER_CONFIGURED);
    }

    /** Whether the execution is a level of authentication. */
    static boolean isLevel(FlowNode node) {
        return node instanceof SubFlow sub
                && conditions(sub).stream()
                        .anyMatch(one -> one.authenticator().equals(ConditionalLoaAuthenticatorFactory.PROVIDER_ID));
    }

    /** Whether the sub-flow runs only for users who have what its steps ask for. Keycloak does not look into its sub-flows. */
    static boolean asksWhoHasOne(SubFlow sub) {
        return conditions(sub).stream().anyMatch(BuiltInNodes::isUserConfigured)
                && directSteps(sub).findAny().isPresent();
    }

    /** The enabled steps at the top of the sub-flow, without conditions. */
    static Stream<Step> directSteps(SubFlow sub) {
        return sub.nodes().stream()
                .filter(node -> node.isEnabled() && !isCondition(node))
                .filter(Step.class::isInstance)
                .map(Step.class::cast);
    }

    /** The executions that Keycloak runs: no conditions, no ALTERNATIVE ones beside others, nothing that never runs. */
    static List<FlowNode> running(List<FlowNode> nodes) {
        List<FlowNode> enabled = nodes.stream()
                .filter(node -> node.isEnabled() && !isCondition(node))
                .toList();
        boolean sequence = areSequence(nodes);
        return enabled.stream()
                .filter(node -> !sequence || node.requirement() != Requirement.ALTERNATIVE)
                .filter(node -> !(node instanceof SubFlow sub) || !neverRuns(sub))
                .toList();
    }

    /** Without a condition, Keycloak skips a CONDITIONAL sub-flow. */
    static boolean neverRuns(SubFlow sub) {
        return isConditional(sub) && conditions(sub).isEmpty();
    }

    /** Whether Keycloak runs the executions one after another, so that it ignores ALTERNATIVE ones. */
    static boolean areSequence(List<FlowNode> nodes) {
        return nodes.stream()
                .anyMatch(node ->
                        node.isEnabled() && !isCondition(node) && node.requirement() != Requirement.ALTERNATIVE);
    }

    /** Whether Keycloak fails because no condition applies. Of levels of authentication, the first one always does. */
    static boolean canFail(List<FlowNode> nodes) {
        List<FlowNode> running = running(nodes);
        return !running.isEmpty()
                && running.stream().allMatch(BuiltInNodes::isConditional)
                && running.stream().noneMatch(BuiltInNodes::isLevel);
    }

    static boolean isConditional(FlowNode node) {
        return node.requirement() == Requirement.CONDITIONAL;
    }

    /** The steps that Keycloak runs, those in sub-flows included. */
    static Stream<Step> steps(List<FlowNode> nodes) {
        return running(nodes).stream()
                .flatMap(node -> node instanceof SubFlow sub ? steps(sub.nodes()) : Stream.of((Step) node));
    }

    /** Whether one of the executions is a CONDITIONAL sub-flow, at any depth. */
    static boolean haveConditional(List<FlowNode> nodes) {
        return running(nodes).stream()
                .anyMatch(node -> node instanceof SubFlow sub && (isConditional(sub) || haveConditional(sub.nodes())));
    }

    static boolean isReset(SubFlow sub) {
        List<Step> steps = steps(sub.nodes()).toList();
        return !steps.isEmpty() && steps.stream().allMatch(one -> one.kind() == StepKind.BUILT_IN_RESET);
    }

    /** Whether all that the execution asks for are Keycloak's own second factors. */
    static boolean isBuiltIn(FlowNode node) {
        return node instanceof Step step
                ? step.kind() == StepKind.BUILT_IN_FACTOR
                : node instanceof SubFlow sub && areSecondFactors(sub.nodes());
    }

    /** Whether all that the executions ask for are second factors, and one of them is Keycloak's own. */
    static boolean areSecondFactors(List<FlowNode> nodes) {
        List<Step> steps = steps(nodes).toList();
        return steps.stream().anyMatch(one -> one.kind() == StepKind.BUILT_IN_FACTOR)
                && steps.stream().allMatch(one -> one.kind() == StepKind.BUILT_IN_FACTOR || isPasswordless(one));
    }

    /** The methods, if the steps ask for security keys only. */
    static Optional<String> methods(List<Step> steps) {
        Set<String> methods = steps.stream()
                .map(one -> isPasswordless(one) ? "passkey" : StepKind.methodOf(one.authenticator()))
                .collect(Collectors.toCollection(TreeSet::new));
        return methods.contains("") ? Optional.empty() : Optional.of(String.join("##", methods));
    }
}
