package dev.tenantmfa.wiring.export;

import dev.tenantmfa.assurance.GateSettings;
import dev.tenantmfa.assurance.flow.FlowNode.SubFlow;
import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.assurance.flow.StepKind;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.tenant.console.ConsoleClient;
import dev.tenantmfa.wiring.install.Installation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;

/**
 * What an export describes.
 *
 * @param realm name
 * @param flows with steps of this extension, by alias
 * @param bindings of the realm: the alias of the flow of each kind
 * @param providers aliases of identity providers, with the alias of their post login flow
 * @param overrides of clients
 * @param actions of this extension, and Keycloak's own that they replace
 * @param scope of this extension
 * @param console the client of the tenants' console
 * @param gate mode of the gate, if the realm has one
 * @param installation the flow that keeps what was bound before, if there is one
 */
record Wired(
        String realm,
        Map<String, FlowTree> flows,
        Map<Kind, String> bindings,
        Map<String, String> providers,
        List<ClientFlow> overrides,
        List<RequiredActionProviderModel> actions,
        Optional<ClientScopeModel> scope,
        Optional<ClientModel> console,
        Optional<String> gate,
        Optional<FlowTree> installation) {

    /**
     * A client that overrides a flow of the realm.
     *
     * @param flow alias
     */
    record ClientFlow(String client, Kind kind, String flow) {

        /** Keycloak's name of the override. */
        String field() {
            return Objects.requireNonNull(LoginMethods.OVERRIDES.get(kind));
        }
    }

    private static final List<String> REPLACED = List.of(
            UserModel.RequiredAction.CONFIGURE_TOTP.name(),
            UserModel.RequiredAction.CONFIGURE_RECOVERY_AUTHN_CODES.name());

    /** @throws dev.tenantmfa.platform.rest.Refusal 409 if a flow cannot be written down */
    static Wired read(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        Masked masked = new Masked(session);
        Map<String, FlowTree> flows = new LinkedHashMap<>();
        Map<Kind, String> bindings = new LinkedHashMap<>();
        Map<String, String> providers = new LinkedHashMap<>();
        List<ClientFlow> overrides = new ArrayList<>();
        for (LoginMethod method : LoginMethods.of(session, realm)) {
            FlowTree flow = method.flow();
            // The flow that a client policy selects is written down if something else binds it too.
            if (flow == null
                    || method.scope() == Scope.CLIENT_POLICY
                    || flow.steps().noneMatch(step -> step.kind() == StepKind.SECOND_FACTOR)) {
                continue;
            }
            requireNoLoop(flow);
            flows.put(flow.alias(), masked.flow(flow));
            if (method.scope() == Scope.REALM) {
                bindings.put(method.kind(), flow.alias());
            } else if (method.scope() == Scope.IDENTITY_PROVIDER) {
                providers.put(method.owner(), flow.alias());
            } else {
                overrides.add(new ClientFlow(method.owner(), method.kind(), flow.alias()));
            }
        }
        return new Wired(
                realm.getName(),
                flows,
                bindings,
                providers,
                overrides,
                realm.getRequiredActionProvidersStream()
                        .filter(action -> action.getAlias().startsWith("tmfa-") || REPLACED.contains(action.getAlias()))
                        .toList(),
                realm.getClientScopesStream()
                        .filter(scope -> scope.getName().equals(RealmApi.AUDIENCE))
                        .findFirst(),
                Optional.ofNullable(realm.getClientByClientId(ConsoleClient.ID)),
                Optional.ofNullable(realm.getAttribute(GateSettings.KEY)),
                Optional.ofNullable(realm.getFlowByAlias(Installation.ALIAS))
                        .map(flow -> FlowTree.read(session, realm, flow)));
    }

    private static void requireNoLoop(FlowTree flow) {
        if (flow.all().anyMatch(node -> node instanceof SubFlow sub && sub.isLoop())) {
            throw Problem.conflict(
                            "flow_loop",
                            "The flow \"" + flow.alias() + "\" has a sub-flow that contains itself or does not exist."
                                    + " Repair it in the database, or bind another flow.")
                    .refusal();
        }
    }
}
