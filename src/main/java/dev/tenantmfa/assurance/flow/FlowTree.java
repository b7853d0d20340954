package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.FlowNode.Settings;
import dev.tenantmfa.assurance.flow.FlowNode.Step;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * An authentication flow with all that is in it, DISABLED executions included.
 *
 * @param nodes the executions at the top level, in their order
 */
public record FlowTree(String alias, String type, List<FlowNode> nodes) {

    /** Reads a flow of the realm. */
    public static FlowTree read(KeycloakSession session, RealmModel realm, AuthenticationFlowModel flow) {
        return new FlowTree(
                flow.getAlias(),
                flow.getProviderId(),
                nodes(realm, flow.getId(), new ServersSteps(session, realm)::kind));
    }

    /** The executions of a flow. */
    static List<FlowNode> nodes(RealmModel realm, String flowId, Function<String, StepKind> kinds) {
        return new Reader(realm, kinds).nodes(flowId, Set.of(flowId));
    }

    public FlowTree with(List<FlowNode> others) {
        return new FlowTree(alias, type, List.copyOf(others));
    }

    /** All executions, each before those in it. */
    public Stream<FlowNode> all() {
        return all(nodes);
    }

    private static Stream<FlowNode> all(List<FlowNode> nodes) {
        return nodes.stream()
                .flatMap(node -> node instanceof SubFlow sub
                        ? Stream.concat(Stream.of(node), all(sub.nodes()))
                        : Stream.of(node));
    }

    /** All steps, those in DISABLED sub-flows included. */
    public Stream<Step> steps() {
        return all().filter(Step.class::isInstance).map(Step.class::cast);
    }

    /** Whether a step is enabled and in no DISABLED sub-flow. */
    public boolean runs(String authenticator) {
        return enabled(nodes).anyMatch(step -> step.authenticator().equals(authenticator));
    }

    /** Whether it checks the password of a request without a browser. */
    boolean isForDirectGrants() {
        return runs(StepKind.GRANT_PASSWORD_STEP) || runs(StepKind.GRANT_CODE_STEP);
    }

    private static Stream<Step> enabled(List<FlowNode> nodes) {
        return nodes.stream()
                .filter(FlowNode::isEnabled)
                .flatMap(node -> node instanceof SubFlow sub ? enabled(sub.nodes()) : Stream.of((Step) node));
    }

    private record Reader(RealmModel realm, Function<String, StepKind> kinds) {

        List<FlowNode> nodes(String flowId, Set<String> above) {
            List<FlowNode> nodes = new ArrayList<>();
            for (AuthenticationExecutionModel execution :
                    realm.getAuthenticationExecutionsStream(flowId).toList()) {
                nodes.add(execution.isAuthenticatorFlow() ? subFlow(execution, above) : step(execution));
            }
            return List.copyOf(nodes);
        }

        private FlowNode subFlow(AuthenticationExecutionModel execution, Set<String> above) {
            String id = execution.getFlowId();
            AuthenticationFlowModel flow = realm.getAuthenticationFlowById(id);
            boolean isLoop = flow == null || above.contains(id);
            List<FlowNode> inside = isLoop
                    ? List.of()
                    : nodes(id, Stream.concat(above.stream(), Stream.of(id)).collect(Collectors.toSet()));
            return new SubFlow(
                    flow == null ? "" : flow.getAlias(),
                    flow == null ? "" : flow.getProviderId(),
                    flow == null || flow.getDescription() == null ? "" : flow.getDescription(),
                    execution.getAuthenticator(),
                    execution.getRequirement(),
                    inside,
                    isLoop);
        }

        private Step step(AuthenticationExecutionModel execution) {
            String authenticator = String.valueOf(execution.getAuthenticator());
            return new Step(authenticator, kinds.apply(authenticator), execution.getRequirement(), settings(execution));
        }

        private @Nullable Settings settings(AuthenticationExecutionModel execution) {
            String id = execution.getAuthenticatorConfig();
            AuthenticatorConfigModel config = id == null ? null : realm.getAuthenticatorConfigById(id);
            return config == null
                    ? null
                    : new Settings(
                            config.getAlias(),
                            // Sorted, so that equal flows read equally on all nodes.
                            config.getConfig() == null
                                    ? Map.of()
                                    : Collections.unmodifiableMap(new TreeMap<>(config.getConfig())));
        }
    }
}
