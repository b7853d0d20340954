package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.RealmModel;

/**
 * What is wrong with single executions of a flow.
 *
 * @param guarded whether each login passes the step of this extension: the installer then leaves the flow as it is
 * @param install the command that wires the flow
 */
record ExecutionChecks(RealmModel realm, boolean guarded, String install, List<Finding> all) {

    ExecutionChecks(RealmModel realm, boolean guarded, String install) {
        this(realm, guarded, install, new ArrayList<>());
    }

    List<Finding> findings(FlowTree flow) {
        walk(flow.alias(), flow.nodes(), flow.alias() + " / ", true);
        return all;
    }

    private void walk(String parent, List<FlowNode> nodes, String path, boolean enabled) {
        boolean sequence = nodes.stream().anyMatch(ExecutionChecks::isInSequence);
        for (FlowNode node : nodes) {
            if (enabled && sequence && node.requirement() == Requirement.ALTERNATIVE) {
                add(
                        "alternatives-ignored",
                        Severity.WARNING,
                        path + node.name(),
                        "Keycloak ignores ALTERNATIVE executions beside REQUIRED or CONDITIONAL ones: what it asks for is not"
                                + " asked for.",
                        Fix.remove(realm, parent, node));
            }
            boolean runs = enabled && node.isEnabled();
            if (node instanceof SubFlow sub) {
                subFlow(parent, sub, path, runs);
            } else if (node instanceof Step step && runs) {
                step(parent, step, path);
            }
        }
    }

    private static boolean isInSequence(FlowNode node) {
        return !(node instanceof Step step && step.kind() == StepKind.CONDITION)
                && (node.requirement() == Requirement.REQUIRED || node.requirement() == Requirement.CONDITIONAL);
    }

    private void subFlow(String parent, SubFlow sub, String path, boolean runs) {
        if (runs && sub.isLoop()) {
            add(
                    "flow-loop",
                    Severity.ERROR,
                    path + sub.name(),
                    "The sub-flow contains itself or does not exist: logins fail.",
                    Fix.remove(realm, parent, sub));
        }
        if (runs && sub.requirement() == Requirement.CONDITIONAL) {
            int first = firstCondition(sub.nodes());
            if (first < 0) {
                add(
                        "no-condition",
                        Severity.WARNING,
                        path + sub.name(),
                        "A CONDITIONAL sub-flow without a condition never runs: what it asks for is not asked for.",
                        Fix.remove(realm, parent, sub));
            } else if (sub.nodes().stream().limit(first).anyMatch(FlowNode::isEnabled)) {
                add(
                        "condition-not-first",
                        Severity.WARNING,
                        path + sub.name(),
                        "The condition is not the first"
                                + " execution. It is evaluated before all others, whatever the order says.",
                        Fix.raise(realm, sub.alias(), sub.nodes().get(first), first));
            }
        }
        walk(sub.alias(), sub.nodes(), path + sub.name() + " / ", runs);
    }

    private static int firstCondition(List<FlowNode> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).isEnabled() && nodes.get(i) instanceof Step step && step.kind() == StepKind.CONDITION) {
                return i;
            }
        }
        return -1;
    }

    private void step(String parent, Step step, String path) {
        if (step.kind() == StepKind.MISSING) {
            add(
                    "unknown-step",
                    Severity.ERROR,
                    path + step.name(),
                    "The server has no such step: logins fail there.",
                    Fix.remove(realm, parent, step));
        } else if (step.kind() == StepKind.BUILT_IN_FACTOR) {
            add(
                    "built-in-step",
                    Severity.WARNING,
                    path + step.name(),
                    guarded
                            ? "Keycloak's own second factor is asked for too: users are asked twice."
                            : "Keycloak's own second factor is asked for. It sees no app of this extension.",
                    guarded ? Fix.remove(realm, parent, step) : install);
        } else if (step.kind() == StepKind.BUILT_IN_RESET) {
            add(
                    "built-in-step",
                    Severity.ERROR,
                    path + step.name(),
                    "Anyone who can read the mailbox of a user can replace the OTP.",
                    guarded ? Fix.remove(realm, parent, step) : install);
        }
    }

    private void add(String id, Severity severity, String path, String why, String fix) {
        all.add(Finding.of(id, severity, path, why, fix));
    }
}
