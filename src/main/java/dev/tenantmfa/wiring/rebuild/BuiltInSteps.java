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
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * Takes Keycloak's own second factors out of a flow. A place that asked everybody, or everybody to whom a condition
 * applies, keeps doing so with the step of this extension.
 */
final class BuiltInSteps {

    /** Decides by attributes, roles and headers whether to ask. */
    private static final Set<String> DECIDES_ITSELF = Set.of("auth-conditional-otp-form", "conditional-otp-form");

    private static final String RESET = "Keycloak's reset of OTP: a password reset never removes a factor";

    private final String step;
    private final List<String> changes;
    private final boolean fresh;

    /**
     * @param step of this extension
     * @param changes gets a line for each change
     */
    BuiltInSteps(String step, List<String> changes) {
        this(step, changes, false);
    }

    /** @param fresh whether a level of authentication is around the executions */
    private BuiltInSteps(String step, List<String> changes, boolean fresh) {
        this.step = step;
        this.changes = changes;
        this.fresh = fresh;
    }

    private BuiltInSteps in(SubFlow sub) {
        return BuiltInNodes.isLevel(sub) ? new BuiltInSteps(step, changes, true) : this;
    }

    /**
     * The executions without them.
     *
     * @throws NotUnderstood where that would change who is asked
     */
    List<FlowNode> removeFrom(List<FlowNode> nodes, String path) {
        List<FlowNode> running = BuiltInNodes.running(nodes);
        boolean sequence = BuiltInNodes.areSequence(nodes);
        if (!sequence && BuiltInNodes.areSecondFactors(nodes)) {
            return choice(nodes, path);
        }
        List<FlowNode> left = new ArrayList<>();
        boolean replaced = false;
        boolean beside = running.stream().anyMatch(BuiltInSteps::isOtherAlternative);
        for (FlowNode node : nodes) {
            if (!node.isEnabled()) {
                left.add(node);
            } else if (sequence && node.requirement() == Requirement.ALTERNATIVE && BuiltInNodes.isBuiltIn(node)) {
                changes.add("- " + path + node.name() + "    (Keycloak ignores it beside REQUIRED executions)");
            } else if (node instanceof SubFlow sub) {
                boolean asked = replaced;
                Optional<FlowNode> without = subFlow(sub, nodes, path);
                without.filter(other -> other instanceof SubFlow || !(asked || left.contains(other)))
                        .ifPresent(left::add);
                replaced |= without.filter(BuiltInSteps::asksEverybody).isPresent();
            } else if (node instanceof Step reset && reset.kind() == StepKind.BUILT_IN_RESET) {
                changes.add("- " + path + reset.name() + "    (" + RESET + ")");
            } else if (node instanceof Step built && built.kind() == StepKind.BUILT_IN_FACTOR) {
                requireUnderstood(built, path, beside);
                if (replaced) {
                    changes.add("- " + path + built.name() + "    (the step before asks for it too)");
                } else {
                    left.add(askingEverybody(List.of(built), path));
                    changes.add("- " + path + built.name() + "    (Keycloak's own: " + replacedBy() + ")");
                    replaced = true;
                }
            } else {
                left.add(node);
            }
        }
        return left;
    }

    private static boolean isOtherAlternative(FlowNode node) {
        return node.requirement() == Requirement.ALTERNATIVE && !BuiltInNodes.isBuiltIn(node);
    }

    /** Users have the choice of several second factors, and must show one. */
    private List<FlowNode> choice(List<FlowNode> nodes, String path) {
        List<FlowNode> left = new ArrayList<>(nodes);
        left.removeAll(BuiltInNodes.running(nodes));
        left.add(askingEverybody(BuiltInNodes.steps(nodes).toList(), path));
        changes.add("- " + path + "Keycloak's own second factors    (" + replacedBy() + ")");
        return left;
    }

    private String replacedBy() {
        return "replaced by " + step + " with Ask everybody" + (isFreshStep() ? " and Fresh only" : "");
    }

    private boolean isFreshStep() {
        return fresh && step.equals(StepKind.SECOND_FACTOR_STEP);
    }

    private static boolean asksEverybody(FlowNode node) {
        return node instanceof Step one && one.config().containsKey(FlowStep.ASK_EVERYBODY.key());
    }

    private void requireUnderstood(Step built, String path, boolean beside) {
        if (built.requirement() == Requirement.ALTERNATIVE && beside) {
            throw new NotUnderstood(
                    path + built.name(),
                    "It is an alternative to a step that is not a second factor of Keycloak. Without it, that step would be"
                            + " required of users who had the choice.",
                    "Decide what users of both steps are asked for, and remove one of them.");
        }
    }

    private Optional<FlowNode> subFlow(SubFlow sub, List<FlowNode> beside, String above) {
        String shown = above + sub.alias();
        String path = shown + " / ";
        if (BuiltInNodes.isReset(sub)) {
            changes.add("- " + shown + "    (" + RESET + ")");
            return Optional.empty();
        }
        if (!BuiltInNodes.isBuiltIn(sub)) {
            requireSeparateQuestions(sub, shown);
            return Optional.of(sub.with(in(sub).removeFrom(sub.nodes(), path)));
        }
        if (sub.requirement() == Requirement.ALTERNATIVE) {
            throw new NotUnderstood(
                    shown,
                    "A sub-flow with only second factors is an alternative to the steps beside it.",
                    "Make it a CONDITIONAL or REQUIRED sub-flow after the first factor, or remove it.");
        }
        if (BuiltInNodes.neverRuns(sub)) {
            changes.add("- " + shown + "    (CONDITIONAL without a condition: it never runs)");
            return Optional.empty();
        }
        if (!BuiltInNodes.isLevel(sub) && BuiltInNodes.asksWhoHasOne(sub)) {
            return whoHasOne(sub, beside, above);
        }
        return Optional.of(in(sub).asked(sub, path));
    }

    /** The sub-flow for those to whom its conditions apply. */
    private SubFlow asked(SubFlow sub, String path) {
        // Who has one is of no interest at a level; beside sub-flows only, Keycloak's condition is always true.
        List<Step> conditions = BuiltInNodes.conditions(sub).stream()
                .filter(one -> !BuiltInNodes.isUserConfigured(one))
                .toList();
        List<FlowNode> kept = new ArrayList<>(conditions);
        if (!BuiltInNodes.isLevel(sub) && BuiltInNodes.haveConditional(sub.nodes())) {
            kept.addAll(removeFrom(BuiltInNodes.running(sub.nodes()), path));
        } else {
            kept.add(askingEverybody(BuiltInNodes.steps(sub.nodes()).toList(), path));
            changes.add("- " + path + "Keycloak's own second factors    (" + replacedBy() + ")");
        }
        return new SubFlow(
                sub.alias(),
                sub.type(),
                sub.description(),
                sub.form(),
                conditions.isEmpty() ? Requirement.REQUIRED : Requirement.CONDITIONAL,
                List.copyOf(kept),
                sub.isLoop());
    }

    /**
     * The step of this extension asks users who have a factor anyway. But Keycloak fails a flow in which all executions are
     * CONDITIONAL and none applies: the others beside it would then be required of users whom this one let in.
     */
    private Optional<FlowNode> whoHasOne(SubFlow sub, List<FlowNode> beside, String above) {
        String shown = "- " + above + sub.alias() + "    ";
        if (BuiltInNodes.canFail(beside)) {
            if (!BuiltInNodes.areSecondFactors(beside)) {
                throw new NotUnderstood(
                        above + sub.alias(),
                        "All executions beside it are CONDITIONAL. Without it, Keycloak would refuse users to whom none of them"
                                + " applies.",
                        "Add Allow access as a REQUIRED execution beside it if these users may go on.");
            }
            changes.add(shown + "(" + replacedBy() + ": Keycloak refuses users without a second factor here)");
            return Optional.of(askingEverybody(BuiltInNodes.steps(beside).toList(), above));
        }
        if (isFreshStep()) {
            changes.add(shown + "(Keycloak's own second factors: replaced by " + step + " with Fresh only)");
            return Optional.of(Step.required(step).with(step, Map.of(FlowStep.FRESH_ONLY.key(), "true")));
        }
        boolean keys =
                BuiltInNodes.methods(BuiltInNodes.steps(sub.nodes()).toList()).isPresent();
        changes.add(shown + "(Keycloak's own second factors: would ask twice"
                + (keys ? "; users with a security key may show another factor instead)" : ")"));
        return Optional.empty();
    }

    /** The condition of a sub-flow asks for all of its steps, so that one of them cannot be taken out. */
    private static void requireSeparateQuestions(SubFlow sub, String shown) {
        if (BuiltInNodes.asksWhoHasOne(sub)
                && BuiltInNodes.directSteps(sub).anyMatch(BuiltInNodes::isBuiltIn)
                && BuiltInNodes.directSteps(sub)
                        .anyMatch(one -> !BuiltInNodes.isBuiltIn(one) && one.kind() != StepKind.SECOND_FACTOR)) {
            throw new NotUnderstood(
                    shown,
                    "Its condition asks who has a second factor of Keycloak and what another step asks for.",
                    "Put Keycloak's second factors into a CONDITIONAL sub-flow of their own.");
        }
    }

    private Step askingEverybody(List<Step> built, String path) {
        built.stream()
                .filter(one -> DECIDES_ITSELF.contains(one.authenticator()))
                .findFirst()
                .ifPresent(one -> {
                    throw new NotUnderstood(
                            path + one.name(),
                            "Conditional OTP Form decides by attributes, roles and headers whom it asks.",
                            "Put the conditions of its settings into a CONDITIONAL sub-flow with \"" + step
                                    + "\" and Ask everybody, and remove it.");
                });
        Map<String, String> config = new TreeMap<>();
        config.put(FlowStep.ASK_EVERYBODY.key(), "true");
        if (step.equals(StepKind.SECOND_FACTOR_STEP)) {
            if (fresh) {
                config.put(FlowStep.FRESH_ONLY.key(), "true");
            }
            BuiltInNodes.methods(built).ifPresent(methods -> config.put(FlowStep.METHODS, methods));
        }
        return Step.required(step).with(step, config);
    }
}
