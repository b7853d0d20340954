package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.assurance.flow.StepKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.authentication.authenticators.conditional.ConditionalLoaAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Takes Keycloak's own second factors out of a flow. A place that asked everybody, or everybody to whom a condition
 * applies, keeps doing so with the step of this extension.
 */
final class BuiltInSteps {

    /** The question of Keycloak's own flows: users who have such a factor are asked. */
    private static final Set<String> ASKS_WHO_HAS_ONE = Set.of("conditional-user-configured", "conditional-credential");

    /** Decides by attributes, roles and headers whether to ask. */
    private static final Set<String> DECIDES_ITSELF = Set.of("auth-conditional-otp-form", "conditional-otp-form");

    private static final String RESET = "Keycloak's reset of OTP: a password reset never removes a factor";

    private static final String PASSWORDLESS = "webauthn-authenticator-passwordless";

    private final String step;
    private final List<String> changes;

    /**
     * @param step of this extension
     * @param changes gets a line for each change
     */
    BuiltInSteps(String step, List<String> changes) {
        this.step = step;
        this.changes = changes;
    }

    /**
     * The executions without them.
     *
     * @throws NotUnderstood where that would change who is asked
     */
    List<FlowNode> removeFrom(List<FlowNode> nodes, String path) {
        List<FlowNode> left = new ArrayList<>();
        boolean replaced = false;
        boolean sequence = nodes.stream().anyMatch(BuiltInSteps::isInSequence);
        boolean beside = nodes.stream().anyMatch(BuiltInSteps::isOtherAlternative);
        for (FlowNode node : nodes) {
            if (!node.isEnabled()) {
                left.add(node);
            } else if (sequence && node.requirement() == Requirement.ALTERNATIVE && isBuiltIn(node)) {
                changes.add("- " + path + node.name() + "    (Keycloak ignores it beside REQUIRED executions)");
            } else if (node instanceof SubFlow sub) {
                subFlow(sub, path + sub.alias() + " / ").ifPresent(left::add);
            } else if (node instanceof Step reset && reset.kind() == StepKind.BUILT_IN_RESET) {
                changes.add("- " + path + reset.name() + "    (" + RESET + ")");
            } else if (node instanceof Step built && built.kind() == StepKind.BUILT_IN_FACTOR) {
                requireUnderstood(built, path, beside);
                if (replaced) {
                    changes.add("- " + path + built.name() + "    (the step before asks for it too)");
                } else {
                    left.add(askingEverybody(List.of(built), false));
                    changes.add("- " + path + built.name() + "    (Keycloak's own: replaced by " + step
                            + " with Ask everybody)");
                    replaced = true;
                }
            } else {
                left.add(node);
            }
        }
        return left;
    }

    private static boolean isInSequence(FlowNode node) {
        return node.isEnabled()
                && node.requirement() != Requirement.ALTERNATIVE
                && !(node instanceof Step step && step.kind() == StepKind.CONDITION);
    }

    private static boolean isBuiltIn(FlowNode node) {
        return node instanceof Step step
                ? step.kind() == StepKind.BUILT_IN_FACTOR
                : node instanceof SubFlow sub && isSecondFactor(sub);
    }

    private void requireUnderstood(Step built, String path, boolean beside) {
        if (DECIDES_ITSELF.contains(built.authenticator())) {
            throw new NotUnderstood(
                    path + built.name(),
                    "Conditional OTP Form decides by attributes, roles and headers whom it asks.",
                    "Put the conditions of its settings into a CONDITIONAL sub-flow with \"" + step
                            + "\" and Ask everybody, and remove it.");
        }
        if (built.requirement() == Requirement.ALTERNATIVE && beside) {
            throw new NotUnderstood(
                    path + built.name(),
                    "It is an alternative to a step that is not a second factor of Keycloak. Without it, that step would be"
                            + " required of users who had the choice.",
                    "Decide what users of both steps are asked for, and remove one of them.");
        }
    }

    private static boolean isOtherAlternative(FlowNode node) {
        return node.isEnabled() && node.requirement() == Requirement.ALTERNATIVE && !isBuiltIn(node);
    }

    private Optional<FlowNode> subFlow(SubFlow sub, String path) {
        if (isReset(sub)) {
            changes.add("- " + shown(path) + "    (" + RESET + ")");
            return Optional.empty();
        }
        if (!isSecondFactor(sub)) {
            return Optional.of(sub.with(removeFrom(sub.nodes(), path)));
        }
        List<Step> conditions = conditions(sub);
        boolean whoHasOne = conditions.stream().anyMatch(one -> ASKS_WHO_HAS_ONE.contains(one.authenticator()));
        boolean level = conditions.stream().anyMatch(BuiltInSteps::isLevel);
        boolean conditional = sub.requirement() == Requirement.CONDITIONAL;
        if (sub.requirement() == Requirement.ALTERNATIVE && conditions.isEmpty()) {
            throw new NotUnderstood(
                    shown(path),
                    "A sub-flow with only second factors is an alternative to the steps beside it.",
                    "Make it a CONDITIONAL or REQUIRED sub-flow after the first factor, or remove it.");
        }
        if (!level && (whoHasOne || (conditional && conditions.isEmpty()))) {
            changes.add("- " + shown(path) + "    (Keycloak's own second factors: would ask twice)");
            return Optional.empty();
        }
        List<FlowNode> kept = new ArrayList<>(conditions.stream()
                .filter(one -> !ASKS_WHO_HAS_ONE.contains(one.authenticator()))
                .toList());
        kept.add(askingEverybody(enabledSteps(sub.nodes()).toList(), level));
        changes.add("- " + path + "Keycloak's own second factors    (replaced by " + step + " with Ask everybody"
                + (level ? " and Fresh only" : "") + ")");
        return Optional.of(sub.with(kept));
    }

    private static String shown(String path) {
        return path.substring(0, path.length() - " / ".length());
    }

    private static List<Step> conditions(SubFlow sub) {
        return sub.nodes().stream()
                .filter(FlowNode::isEnabled)
                .filter(Step.class::isInstance)
                .map(Step.class::cast)
                .filter(one -> one.kind() == StepKind.CONDITION)
                .toList();
    }

    private static boolean isLevel(Step condition) {
        return condition.authenticator().equals(ConditionalLoaAuthenticatorFactory.PROVIDER_ID);
    }

    private static boolean isReset(SubFlow sub) {
        List<Step> steps = enabledSteps(sub.nodes()).toList();
        return steps.stream().anyMatch(one -> one.kind() == StepKind.BUILT_IN_RESET)
                && steps.stream()
                        .allMatch(one -> one.kind() == StepKind.BUILT_IN_RESET || one.kind() == StepKind.CONDITION);
    }

    /** Whether all that the sub-flow asks for are Keycloak's own second factors. */
    private static boolean isSecondFactor(SubFlow sub) {
        List<Step> steps = enabledSteps(sub.nodes()).toList();
        return steps.stream().anyMatch(one -> one.kind() == StepKind.BUILT_IN_FACTOR)
                && steps.stream()
                        .allMatch(one -> one.kind() == StepKind.BUILT_IN_FACTOR
                                || one.kind() == StepKind.CONDITION
                                || one.authenticator().equals(PASSWORDLESS));
    }

    private static Stream<Step> enabledSteps(List<FlowNode> nodes) {
        return nodes.stream()
                .filter(FlowNode::isEnabled)
                .flatMap(node -> node instanceof SubFlow sub ? enabledSteps(sub.nodes()) : Stream.of((Step) node));
    }

    private Step askingEverybody(List<Step> built, boolean fresh) {
        Map<String, String> config = new TreeMap<>();
        config.put("askEverybody", "true");
        if (step.equals(StepKind.SECOND_FACTOR_STEP)) {
            if (fresh) {
                config.put("freshOnly", "true");
            }
            methods(built).ifPresent(methods -> config.put(FlowStep.METHODS, methods));
        }
        return Step.required(step).with(step, config);
    }

    /** The methods, if the place asked for security keys only. */
    private static Optional<String> methods(List<Step> built) {
        Set<String> methods = built.stream()
                .filter(one -> one.kind() != StepKind.CONDITION)
                .map(one ->
                        one.authenticator().equals(PASSWORDLESS) ? "passkey" : StepKind.methodOf(one.authenticator()))
                .collect(Collectors.toCollection(TreeSet::new));
        return methods.contains("") ? Optional.empty() : Optional.of(String.join("##", methods));
    }
}
