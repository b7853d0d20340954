package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/**
 * Finds the login methods of a realm that have a flow: of the realm, of client policies, of clients that override it, of identity
 * providers.
 */
public final class LoginMethods {

    /** Keycloak's names of the flows that a client can override. */
    public static final Map<Kind, String> OVERRIDES =
            Map.of(Kind.BROWSER, "browser", Kind.DIRECT_GRANT, "direct_grant");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Map<String, FlowTree> read = new HashMap<>();

    private LoginMethods(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** All of the realm, in a fixed order, unused ones included. */
    public static List<LoginMethod> of(KeycloakSession session, RealmModel realm) {
        return new LoginMethods(session, realm).all();
    }

    /**
     * Whether no login method asks for Keycloak's own second factors without seeing those of this extension. Otherwise, a
     * user whose OTP is converted would be let in there with the password only.
     */
    public static boolean allSeeOurFactors(KeycloakSession session, RealmModel realm) {
        LoginMethods methods = new LoginMethods(session, realm);
        // Asked at each login with an OTP that is not converted, so it does not read clients and providers one by one.
        return methods.flowsOfRealm().noneMatch(LoginMethod::seesOnlyBuiltIn)
                && methods.ofPolicies().noneMatch(LoginMethod::seesOnlyBuiltIn)
                && !methods.anOverrideSeesOnlyBuiltIn()
                && !methods.aProviderSeesOnlyBuiltIn()
                && (!methods.directGrant(true).seesOnlyBuiltIn() || !methods.usesDirectGrant());
    }

    private boolean anOverrideSeesOnlyBuiltIn() {
        return new BoundFlows(session, realm)
                .ofClients().stream()
                        .anyMatch(one -> OVERRIDES.entrySet().stream()
                                .filter(kind -> kind.getValue().equals(one.binding()))
                                .anyMatch(kind -> seesOnlyBuiltIn(kind.getKey(), one)));
    }

    private boolean seesOnlyBuiltIn(Kind kind, BoundFlows.OfClient override) {
        return new LoginMethod(kind, Scope.CLIENT, "", tree(override.flow()), true).seesOnlyBuiltIn()
                && realm.searchClientByAuthenticationFlowBindingOverrides(
                                Map.of(override.binding(), override.flow()), null, null)
                        .anyMatch(client -> isUsed(kind, client));
    }

    private boolean aProviderSeesOnlyBuiltIn() {
        return new BoundFlows(session, realm).ofProviders().stream().anyMatch(one -> {
            LoginMethod after = new LoginMethod(Kind.POST_LOGIN, Scope.IDENTITY_PROVIDER, "", tree(one.post()), true);
            return after.seesOnlyBuiltIn() || after.state() != State.GUARDED && asksForBuiltIn(one.first());
        });
    }

    /**
     * Whether the first login through a provider asks for one, as Keycloak's own flow does before it links an account. It
     * does not matter if the post login flow asks for ours after that: until it did, the link does not replace a factor.
     */
    private boolean asksForBuiltIn(@Nullable String firstLoginFlow) {
        FlowTree flow = firstLoginFlow == null ? tree(realm.getFirstBrokerLoginFlow()) : tree(firstLoginFlow);
        return flow != null
                && flow.steps().anyMatch(step -> step.isEnabled() && step.kind() == StepKind.BUILT_IN_FACTOR);
    }

    private List<LoginMethod> all() {
        List<LoginMethod> methods = new ArrayList<>(flowsOfRealm().toList());
        methods.add(1, directGrant(usesDirectGrant()));
        ofPolicies().forEach(methods::add);
        session.identityProviders()
                .getAllStream()
                .sorted(Comparator.comparing(IdentityProviderModel::getAlias))
                .forEach(provider -> methods.add(of(provider)));
        realm.getClientsStream()
                .sorted(Comparator.comparing(ClientModel::getClientId))
                .forEach(client -> OVERRIDES.keySet().stream().sorted().forEach(kind -> add(client, kind, methods)));
        return methods;
    }

    /** Except for direct grants, whose use depends on the clients. */
    private Stream<LoginMethod> flowsOfRealm() {
        return Stream.of(
                ofRealm(Kind.BROWSER, realm.getBrowserFlow(), true),
                ofRealm(Kind.REGISTRATION, realm.getRegistrationFlow(), realm.isRegistrationAllowed()),
                ofRealm(Kind.RESET_CREDENTIALS, realm.getResetCredentialsFlow(), realm.isResetPasswordAllowed()));
    }

    private LoginMethod directGrant(boolean isUsed) {
        return ofRealm(Kind.DIRECT_GRANT, realm.getDirectGrantFlow(), isUsed);
    }

    private boolean usesDirectGrant() {
        return realm.getClientsStream()
                .anyMatch(client -> isUsed(Kind.DIRECT_GRANT, client) && overrideOf(client, Kind.DIRECT_GRANT) == null);
    }

    /** Nobody can log in where the realm does not have the flow. */
    private Stream<LoginMethod> ofPolicies() {
        return PolicyFlow.of(session, realm).stream()
                .sorted(Comparator.comparing(PolicyFlow::profile))
                .map(one -> {
                    FlowTree flow = tree(realm.getFlowByAlias(one.alias()));
                    return new LoginMethod(
                            flow != null && flow.isForDirectGrants() ? Kind.DIRECT_GRANT : Kind.BROWSER,
                            Scope.CLIENT_POLICY,
                            one.profile(),
                            flow,
                            flow != null && one.isUsed());
                });
    }

    private LoginMethod ofRealm(Kind kind, @Nullable AuthenticationFlowModel flow, boolean isUsed) {
        return new LoginMethod(kind, Scope.REALM, "", tree(flow), isUsed);
    }

    private LoginMethod of(IdentityProviderModel provider) {
        String id = provider.getPostBrokerLoginFlowId();
        return new LoginMethod(
                Kind.POST_LOGIN,
                Scope.IDENTITY_PROVIDER,
                provider.getAlias(),
                tree(id),
                provider.isEnabled() && !Boolean.TRUE.equals(provider.isLinkOnly()));
    }

    private void add(ClientModel client, Kind kind, List<LoginMethod> methods) {
        AuthenticationFlowModel flow = overrideOf(client, kind);
        if (flow != null) {
            methods.add(new LoginMethod(kind, Scope.CLIENT, client.getClientId(), tree(flow), isUsed(kind, client)));
        }
    }

    private @Nullable AuthenticationFlowModel overrideOf(ClientModel client, Kind kind) {
        String id = client.getAuthenticationFlowBindingOverride(OVERRIDES.get(kind));
        return id == null || id.isEmpty() ? null : realm.getAuthenticationFlowById(id);
    }

    private static boolean isUsed(Kind kind, ClientModel client) {
        return client.isEnabled()
                && !client.isBearerOnly()
                && (kind != Kind.DIRECT_GRANT
                        || OIDCLoginProtocol.LOGIN_PROTOCOL.equals(protocol(client))
                                && (client.isDirectAccessGrantsEnabled() || FirstPartyClients.isServed(client)));
    }

    private static String protocol(ClientModel client) {
        return client.getProtocol() == null ? OIDCLoginProtocol.LOGIN_PROTOCOL : client.getProtocol();
    }

    private @Nullable FlowTree tree(@Nullable String flowId) {
        return flowId == null ? null : tree(realm.getAuthenticationFlowById(flowId));
    }

    private @Nullable FlowTree tree(@Nullable AuthenticationFlowModel flow) {
        return flow == null ? null : read.computeIfAbsent(flow.getId(), id -> FlowTree.read(session, realm, flow));
    }
}
