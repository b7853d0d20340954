package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;

/** What is wrong with the flow of a login method. */
final class FlowChecks {

    private final LoginMethod method;
    private final boolean tenants;
    private final RealmModel realm;
    private final String fix;
    private final List<Finding> findings = new ArrayList<>();

    FlowChecks(LoginMethod method, RealmModel realm) {
        this.method = method;
        this.tenants = realm.isOrganizationsEnabled();
        this.realm = realm;
        this.fix = Fix.wiring(realm, method);
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
        findings.addAll(new ExecutionChecks(realm, method.state() == State.GUARDED, fix).findings(flow));
        state(flow);
        order();
        if (method.kind() == Kind.POST_LOGIN) {
            allowAccess(flow.alias(), "", flow.nodes());
        }
        return findings;
    }

    private void state(FlowTree flow) {
        State state = method.state();
        if (state == State.OPEN) {
            if (flow.steps().anyMatch(this::isOurs)) {
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
            if (method.singleSignOnSkips()) {
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
                    "The second factor is asked for before a first factor: anybody can use up a user's attempts, and learns who"
                            + " has a second factor. If no first factor follows, a code is enough to log in.");
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
                                + " policy of the tenant does not apply to that question.",
                        accessFirst());
            }
        }
    }

    /** Moves the check up, if both are at the top level. */
    private String accessFirst() {
        FlowTree flow = method.flow();
        int code = position(flow, StepKind.SECOND_FACTOR);
        int access = position(flow, StepKind.TENANT_ACCESS);
        return flow == null || code < 0 || access < code
                ? fix
                : Fix.raise(realm, flow.alias(), flow.nodes().get(access), access - code);
    }

    private static int position(@Nullable FlowTree flow, StepKind kind) {
        List<FlowNode> nodes = flow == null ? List.of() : flow.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).isEnabled() && nodes.get(i) instanceof Step step && step.kind() == kind) {
                return i;
            }
        }
        return -1;
    }

    private boolean isOurs(Step step) {
        return step.kind() == StepKind.SECOND_FACTOR
                && step.authenticator().equals(method.kind().secondFactorStep());
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

    /** The installer keeps such executions together in a REQUIRED sub-flow. */
    private void allowAccess(String parent, String path, List<FlowNode> nodes) {
        List<FlowNode> enabled = nodes.stream().filter(FlowNode::isEnabled).toList();
        if (!enabled.isEmpty() && enabled.stream().allMatch(node -> node.requirement() == Requirement.CONDITIONAL)) {
            add(
                    "no-allow-access",
                    Severity.WARNING,
                    path,
                    "All executions are CONDITIONAL. A login to which no condition"
                            + " applies fails. Add Allow access, or Deny access if it is to fail.",
                    Fix.allowAccess(realm, parent));
        }
        for (FlowNode node : enabled) {
            if (node instanceof SubFlow sub && sub.requirement() == Requirement.REQUIRED) {
                allowAccess(sub.alias(), sub.alias(), sub.nodes());
            }
        }
    }

    private void add(String id, Severity severity, String path, String why) {
        add(id, severity, path, why, fix);
    }

    private void add(String id, Severity severity, String path, String why, String how) {
        String flow = method.flow() == null ? "" : method.flow().alias();
        String where = path.isEmpty() ? flow : flow + " / " + path;
        findings.add(Finding.of(id, severity, where, why, how));
    }
}
