package dev.tenantmfa.wiring.rebuild;

import dev.tenantmfa.assurance.flow.FlowNode;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.StepKind;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds places at which a login needs two different second factors of Keycloak, one after another. The step of this extension
 * asks for one, so that one of them would be lost.
 *
 * <p>A way through the flow is the set of what it demands, and a demand is the set of types of which one is enough. Each level
 * of authentication is a question of its own. So is a sub-flow for users who have what it asks for: it demands nothing of
 * others.
 */
final class FactorsInARow {

    private FactorsInARow() {}

    /** @throws NotUnderstood if there is such a place */
    static void requireNone(List<FlowNode> nodes) {
        ways(nodes, "", false);
    }

    /** @param all whether all steps there are second factors, passkeys included */
    private static Set<Set<Set<String>>> ways(List<FlowNode> nodes, String path, boolean all) {
        List<FlowNode> running = BuiltInNodes.running(nodes);
        if (BuiltInNodes.areSequence(nodes)) {
            return sequence(running, path, all);
        }
        Set<Set<Set<String>>> ways = new LinkedHashSet<>();
        running.forEach(node -> ways.addAll(ways(node, path, all)));
        if (BuiltInNodes.areSecondFactors(nodes)) {
            return Set.of(
                    Set.of(BuiltInNodes.steps(nodes).map(FactorsInARow::type).collect(Collectors.toSet())));
        }
        return ways.isEmpty() ? Set.of(Set.of()) : ways;
    }

    private static Set<Set<Set<String>>> sequence(List<FlowNode> running, String path, boolean all) {
        Set<Set<Set<String>>> always = Set.of(Set.of());
        for (FlowNode node : running) {
            if (!BuiltInNodes.isConditional(node)) {
                always = joined(always, ways(node, path, all), path + node.name());
            }
        }
        Set<Set<Set<String>>> ways = new LinkedHashSet<>(always);
        for (FlowNode node : running) {
            // The conditions of two sub-flows may exclude each other.
            if (BuiltInNodes.isConditional(node)) {
                ways.addAll(joined(always, ways(node, path, all), path + node.name()));
            }
        }
        return ways;
    }

    private static Set<Set<Set<String>>> ways(FlowNode node, String path, boolean all) {
        if (node instanceof Step step) {
            boolean demands = step.kind() == StepKind.BUILT_IN_FACTOR || all && BuiltInNodes.isPasswordless(step);
            return Set.of(demands ? Set.of(Set.of(type(step))) : Set.of());
        }
        SubFlow sub = (SubFlow) node;
        Set<Set<Set<String>>> inside =
                ways(sub.nodes(), path + sub.alias() + " / ", all || BuiltInNodes.isBuiltIn(sub));
        return BuiltInNodes.isLevel(sub) || BuiltInNodes.asksWhoHasOne(sub) ? Set.of(Set.of()) : inside;
    }

    private static Set<Set<Set<String>>> joined(
            Set<Set<Set<String>>> before, Set<Set<Set<String>>> after, String path) {
        Set<Set<Set<String>>> ways = new LinkedHashSet<>();
        for (Set<Set<String>> first : before) {
            for (Set<Set<String>> second : after) {
                requireOne(first, second, path);
                Set<Set<String>> way = new HashSet<>(first);
                way.addAll(second);
                ways.add(way);
            }
        }
        return ways;
    }

    private static void requireOne(Set<Set<String>> before, Set<Set<String>> after, String path) {
        for (Set<String> one : before) {
            for (Set<String> other : after) {
                if (Collections.disjoint(one, other)) {
                    throw new NotUnderstood(
                            path,
                            "A login needs two second factors here, one after another: " + names(one) + ", and "
                                    + names(other) + ". The step of this extension asks for one.",
                            "Remove one of them, or replace each with a step \"" + StepKind.SECOND_FACTOR_STEP
                                    + "\" that has Ask everybody and its own Methods.");
                }
            }
        }
    }

    private static String names(Collection<String> types) {
        return String.join(" or ", new TreeSet<>(types));
    }

    private static String type(Step step) {
        if (BuiltInNodes.isPasswordless(step)) {
            return "a passkey";
        }
        return switch (step.authenticator()) {
            case "webauthn-authenticator" -> "a security key";
            case "auth-recovery-authn-code-form" -> "a recovery code";
            default -> "an OTP";
        };
    }
}
