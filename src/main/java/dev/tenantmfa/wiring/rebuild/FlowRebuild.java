package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.assurance.flow.SubFlowRan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * The flow of a login method with the steps of this extension in it. It keeps all other steps.
 *
 * @param flow nothing of it exists yet
 * @param changes a line for each difference
 */
public record FlowRebuild(FlowTree flow, List<String> changes) {

    private static final String BASIC = "basic-flow";

    /** The step that the sign-in form of this extension replaces. */
    public static final String PASSWORD_FORM = "auth-username-password-form";

    /** Names of the flows that the installer makes begin so. */
    static final String PREFIX = "tenant-mfa ";

    /**
     * @param tenantAccess whether the flow checks the tenant
     * @param tenantForm whether the sign-in form of this extension replaces Keycloak's
     * @throws NotUnderstood if the result would not do what the flow did, or leave a way without the second factor
     */
    public static FlowRebuild of(LoginMethod method, boolean tenantAccess, boolean tenantForm) {
        List<String> changes = new ArrayList<>();
        FlowTree before = Optional.ofNullable(method.flow()).orElseGet(() -> new FlowTree("", BASIC, List.of()));
        requireReadable(before);
        Kind kind = method.kind();
        FactorsInARow.requireNone(before.nodes());
        List<FlowNode> others = new OurSteps(kind.secondFactorStep(), changes).removeFrom(before.nodes());
        List<FlowNode> nodes = new BuiltInSteps(kind.secondFactorStep(), changes).removeFrom(others, "");
        if (tenantAccess && kind == Kind.DIRECT_GRANT) {
            nodes = replace(nodes, "direct-grant-validate-username", StepKind.GRANT_USER_STEP, changes);
        }
        if (tenantForm && kind == Kind.BROWSER) {
            nodes = replace(nodes, PASSWORD_FORM, StepKind.SIGN_IN_STEP, changes);
        }
        // Beside a REQUIRED step, Keycloak ignores ALTERNATIVE executions, and does not fail if no condition applies.
        if (isChoice(nodes) || BuiltInNodes.canFail(nodes)) {
            changes.add("+ REQUIRED sub-flow \"sign in\" around " + names(nodes));
            nodes = new ArrayList<>(List.of(new SubFlow(
                    "sign in", BASIC, "How users sign in", null, Requirement.REQUIRED, List.copyOf(nodes), false)));
        }
        nodes = new ArrayList<>(nodes);
        nodes.addAll(place(kind, nodes), ours(kind, tenantAccess, changes));
        FlowTree flow = new FlowTree(alias(method, before), BASIC, List.copyOf(nodes));
        requireSubFlowsThatAreAskedFor(before, flow);
        requireGuarded(method, flow);
        return new FlowRebuild(flow, List.copyOf(changes));
    }

    private static void requireReadable(FlowTree flow) {
        flow.all().filter(FlowNode::isEnabled).forEach(node -> {
            if (node instanceof SubFlow sub && sub.isLoop()) {
                throw new NotUnderstood(
                        sub.alias(),
                        "The sub-flow contains itself or does not exist.",
                        "Repair the flow in the database, or bind another one.");
            }
            if (node instanceof Step step && step.kind() == StepKind.MISSING) {
                throw new NotUnderstood(
                        step.authenticator(),
                        "The server has no such step, so every login would fail there.",
                        "Install its JAR, or remove the step.");
            }
        });
    }

    private static List<FlowNode> replace(List<FlowNode> nodes, String old, String step, List<String> changes) {
        List<FlowNode> replaced = new ArrayList<>();
        for (FlowNode node : nodes) {
            if (node instanceof SubFlow sub && sub.isEnabled()) {
                replaced.add(sub.with(replace(sub.nodes(), old, step, changes)));
            } else if (node instanceof Step one
                    && one.isEnabled()
                    && one.authenticator().equals(old)) {
                changes.add("- " + old + "    (replaced by " + step + ")");
                replaced.add(new Step(step, StepKind.of(step), one.requirement(), one.settings()));
            } else {
                replaced.add(node);
            }
        }
        return replaced;
    }

    /** Whether Keycloak would choose one of the nodes, so that nothing can follow it. */
    private static boolean isChoice(List<FlowNode> nodes) {
        List<FlowNode> enabled = nodes.stream().filter(FlowNode::isEnabled).toList();
        return !enabled.isEmpty() && enabled.stream().allMatch(node -> node.requirement() == Requirement.ALTERNATIVE);
    }

    private static String names(List<FlowNode> nodes) {
        return String.join(
                ", ",
                nodes.stream().filter(FlowNode::isEnabled).map(FlowNode::name).toList());
    }

    /** After everything; in the reset of a password, before the new password is set. */
    private static int place(Kind kind, List<FlowNode> nodes) {
        if (kind == Kind.RESET_CREDENTIALS) {
            for (int i = 0; i < nodes.size(); i++) {
                if (nodes.get(i).isEnabled()
                        && new FlowTree("", BASIC, List.of(nodes.get(i)))
                                .steps()
                                .anyMatch(step -> step.isEnabled() && step.kind() == StepKind.NEW_PASSWORD)) {
                    return i;
                }
            }
        }
        return nodes.size();
    }

    private static List<FlowNode> ours(Kind kind, boolean tenantAccess, List<String> changes) {
        List<FlowNode> ours = new ArrayList<>();
        if (tenantAccess) {
            ours.add(Step.required(StepKind.TENANT_ACCESS_STEP));
        }
        ours.add(Step.required(kind.secondFactorStep()));
        ours.forEach(step -> changes.add("+ REQUIRED " + step.name()));
        return ours;
    }

    private static String alias(LoginMethod method, FlowTree before) {
        String of = before.alias().isEmpty() ? "" : " of " + before.alias();
        String alias = before.alias().startsWith(PREFIX)
                ? before.alias()
                : PREFIX + method.kind().title() + of;
        return alias.length() > 200 ? alias.substring(0, 200) : alias;
    }

    private static void requireSubFlowsThatAreAskedFor(FlowTree before, FlowTree after) {
        Set<String> gone = aliases(before);
        gone.removeAll(aliases(after));
        gone.retainAll(SubFlowRan.askedIn(after.nodes()));
        gone.forEach(alias -> {
            throw new NotUnderstood(
                    alias,
                    "A condition asks whether this sub-flow ran, and it has only steps that are replaced.",
                    "Remove the condition, or replace it with another one.");
        });
    }

    private static Set<String> aliases(FlowTree flow) {
        return flow.all()
                .filter(SubFlow.class::isInstance)
                .map(FlowNode::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void requireGuarded(LoginMethod method, FlowTree flow) {
        LoginMethod after = new LoginMethod(method.kind(), method.scope(), method.owner(), flow, true);
        if (after.state() != State.GUARDED || after.asksTooEarly()) {
            throw new NotUnderstood(
                    flow.alias(),
                    after.asksTooEarly()
                            ? "The second factor would be asked for before the first factor."
                            : "There is a way through the flow on which nobody would be asked for the second factor.",
                    "Place the steps by hand as in docs/wiring.md.");
        }
    }
}
