package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.wiring.doctor.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** What is wrong with the flow of a login method. */
final class FlowChecks {

    private final LoginMethod method;
    private final boolean tenants;
    private final String fix;
    private final List<Finding> findings = new ArrayList<>();

    /** @param tenants whether the realm has organizations */
    FlowChecks(LoginMethod method, boolean tenants, String realm) {
        this.method = method;
        this.tenants = tenants;
        this.fix = Fix.install(realm, method.scope() == LoginMethod.Scope.CLIENT ? "\"clients\":\"rebind\"" : "");
    }

    List<Finding> findings() {
        FlowTree flow = method.flow();
        if (flow == null) {
            add(
                    "no-flow",
                    Severity.ERROR,
                    "",
                    "No " + method.kind().title()
                            + " flow is set: users who log in by it are not asked for the second factor.");
            return findings;
        }
        walk(flow.nodes(), "", true);
        state(flow);
        order();
        if (method.kind() == Kind.POST_LOGIN && canBeEmpty(flow)) {
            add(
                    "no-allow-access",
                    Severity.WARNING,
                    "",
                    "All executions are CONDITIONAL. A login to which no condition"
                            + " applies fails. Add Allow access.");
        }
        return findings;
    }

    private void state(FlowTree flow) {
        State state = method.state();
        if (state == State.OPEN) {
            boolean disabled = flow.steps().anyMatch(this::isOurs);
            if (disabled) {
                add(
                        "step-disabled",
                        Severity.ERROR,
                        pathOf(flow.nodes(), ""),
                        "The step or a sub-flow around it is"
                                + " DISABLED or does not run: nobody is asked for the second factor.");
            } else {
                add(
                        "no-step",
                        Severity.ERROR,
                        "",
                        "The flow has no step of this extension: nobody is asked for the second factor here.");
            }
        } else if (state == State.PARTLY) {
            boolean sso = method.singleSignOnSkips();
            if (sso) {
                add(
                        "sso-skips",
                        Severity.WARNING,
                        pathOf(flow.nodes(), ""),
                        "Single sign-on ends the flow before the step:"
                                + " users who have a session are not asked when a policy or a tenant changes.");
            }
            if (method.othersSkip()) {
                add(
                        "way-around",
                        Severity.ERROR,
                        pathOf(flow.nodes(), ""),
                        "There is a way through the flow without the"
                                + " step: an ALTERNATIVE beside it, or a condition around it.");
            }
        }
    }

    private void order() {
        if (method.asksTooEarly()) {
            add(
                    "code-before-password",
                    Severity.ERROR,
                    "",
                    "The second factor is asked for before the first: anybody"
                            + " can use up a user's attempts, and learns who has a second factor.");
        }
        if (method.state() != State.OPEN && tenants) {
            if (!method.checksTenant()) {
                add(
                        "no-tenant-access",
                        Severity.WARNING,
                        "",
                        "The tenant is not checked: members of suspended tenants"
                                + " get in, and no tenant is chosen.");
            } else if (method.checksTenantTooLate()) {
                add(
                        "access-after-code",
                        Severity.WARNING,
                        "",
                        "The tenant is checked after the second factor: the"
                                + " policy of the tenant does not apply to that question.");
            }
        }
    }

    private boolean isOurs(Step step) {
        return step.kind() == StepKind.SECOND_FACTOR
                && step.authenticator().equals(method.kind().secondFactorStep());
    }

    private void walk(List<FlowNode> nodes, String path, boolean enabled) {
        boolean sequence = nodes.stream().anyMatch(FlowChecks::isInSequence);
        List<FlowNode> alternatives = nodes.stream()
                .filter(node -> node.requirement() == Requirement.ALTERNATIVE)
                .toList();
        if (enabled && sequence && !alternatives.isEmpty()) {
            add(
                    "alternatives-ignored",
                    Severity.WARNING,
                    path + alternatives.get(0).name(),
                    "Keycloak ignores ALTERNATIVE executions beside REQUIRED or CONDITIONAL ones.");
        }
        for (FlowNode node : nodes) {
            boolean runs = enabled && node.isEnabled();
            if (node instanceof SubFlow sub) {
                subFlow(sub, path, runs);
            } else if (node instanceof Step step && runs) {
                step(step, path);
            }
        }
    }

    private static boolean isInSequence(FlowNode node) {
        return !(node instanceof Step step && step.kind() == StepKind.CONDITION)
                && (node.requirement() == Requirement.REQUIRED || node.requirement() == Requirement.CONDITIONAL);
    }

    private void subFlow(SubFlow sub, String path, boolean runs) {
        if (runs && sub.isLoop()) {
            add(
                    "flow-loop",
                    Severity.ERROR,
                    path + sub.name(),
                    "The sub-flow contains itself or does not exist: logins fail.");
        }
        if (runs && sub.requirement() == Requirement.CONDITIONAL) {
            int first = firstCondition(sub.nodes());
            if (first < 0) {
                add(
                        "no-condition",
                        Severity.WARNING,
                        path + sub.name(),
                        "A CONDITIONAL sub-flow without a condition never runs.");
            } else if (sub.nodes().stream().limit(first).anyMatch(FlowNode::isEnabled)) {
                add(
                        "condition-not-first",
                        Severity.WARNING,
                        path + sub.name(),
                        "The condition is not the first"
                                + " execution. It is evaluated before all others, whatever the order says.");
            }
        }
        walk(sub.nodes(), path + sub.name() + " / ", runs);
    }

    private static int firstCondition(List<FlowNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).isEnabled() && nodes.get(i) instanceof Step step && step.kind() == StepKind.CONDITION) {
                return i;
            }
        }
        return -1;
    }

    private void step(Step step, String path) {
        if (step.kind() == StepKind.MISSING) {
            add("unknown-step", Severity.ERROR, path + step.name(), "The server has no such step: logins fail there.");
        } else if (step.kind() == StepKind.BUILT_IN_FACTOR) {
            add(
                    "built-in-step",
                    Severity.WARNING,
                    path + step.name(),
                    method.state() == State.GUARDED
                            ? "Keycloak's own second factor is asked for too: users are asked twice."
                            : "Keycloak's own second factor is asked for. It sees no app of this extension.");
        } else if (step.kind() == StepKind.BUILT_IN_RESET) {
            add(
                    "built-in-step",
                    Severity.ERROR,
                    path + step.name(),
                    "Anyone who can read the mailbox of a user can replace the OTP.");
        }
    }

    /** The path to the first step of this extension. */
    private String pathOf(List<FlowNode> nodes, String path) {
        for (FlowNode node : nodes) {
            if (node instanceof Step step && isOurs(step)) {
                return path + step.name();
            }
            if (node instanceof SubFlow sub) {
                String inside = pathOf(sub.nodes(), path + sub.name() + " / ");
                if (!inside.isEmpty()) {
                    return inside;
                }
            }
        }
        return "";
    }

    private static boolean canBeEmpty(FlowTree flow) {
        List<FlowNode> enabled =
                flow.nodes().stream().filter(FlowNode::isEnabled).toList();
        return !enabled.isEmpty() && enabled.stream().allMatch(node -> node.requirement() == Requirement.CONDITIONAL);
    }

    private void add(String id, Severity severity, String path, String why) {
        String flow = method.flow() == null ? "" : method.flow().alias();
        String where = path.isEmpty() ? flow : flow + " / " + path;
        findings.add(Finding.of(id, severity, where, why, fix));
    }
}
