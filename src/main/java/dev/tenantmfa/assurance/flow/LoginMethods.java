package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;

/** Finds the login methods of a realm that have a flow: of the realm, of clients that override it, of identity providers. */
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
        // Asked at each login with an OTP that is not converted: where the realm's own flow decides it, no client is
        // read.
        if (methods.ofRealm(Kind.BROWSER, realm.getBrowserFlow(), true).seesOnlyBuiltIn()) {
            return false;
        }
        List<LoginMethod> all = methods.all();
        return all.stream().noneMatch(LoginMethod::seesOnlyBuiltIn)
                && all.stream()
                        .filter(method -> method.kind() == Kind.POST_LOGIN && method.isUsed())
                        .filter(method -> method.state() != State.GUARDED)
                        .noneMatch(method -> methods.asksForBuiltInAtFirst(method.owner()));
    }

    /**
     * Whether the first login through the provider asks for one, as Keycloak's own flow does before it links an account.
     * It does not matter if the post login flow asks for ours after that.
     */
    private boolean asksForBuiltInAtFirst(String alias) {
        String own = session.identityProviders().getByAlias(alias).getFirstBrokerLoginFlowId();
        FlowTree flow = tree(own == null ? realm.getFirstBrokerLoginFlow() : realm.getAuthenticationFlowById(own));
        return flow != null
                && flow.steps().anyMatch(step -> step.isEnabled() && step.kind() == StepKind.BUILT_IN_FACTOR);
    }

    private List<LoginMethod> all() {
        List<LoginMethod> methods = new ArrayList<>();
        List<ClientModel> clients = realm.getClientsStream().toList();
        boolean grants = clients.stream()
                .anyMatch(client -> grantsPasswords(client) && overrideOf(client, Kind.DIRECT_GRANT) == null);
        methods.add(ofRealm(Kind.BROWSER, realm.getBrowserFlow(), true));
        methods.add(ofRealm(Kind.DIRECT_GRANT, realm.getDirectGrantFlow(), grants));
        methods.add(ofRealm(Kind.REGISTRATION, realm.getRegistrationFlow(), realm.isRegistrationAllowed()));
        methods.add(ofRealm(Kind.RESET_CREDENTIALS, realm.getResetCredentialsFlow(), realm.isResetPasswordAllowed()));
        session.identityProviders()
                .getAllStream()
                .sorted(Comparator.comparing(IdentityProviderModel::getAlias))
                .forEach(provider -> methods.add(of(provider)));
        clients.stream()
                .sorted(Comparator.comparing(ClientModel::getClientId))
                .forEach(client -> OVERRIDES.keySet().stream().sorted().forEach(kind -> add(client, kind, methods)));
        return methods;
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
                tree(id == null ? null : realm.getAuthenticationFlowById(id)),
                provider.isEnabled() && !Boolean.TRUE.equals(provider.isLinkOnly()));
    }

    private void add(ClientModel client, Kind kind, List<LoginMethod> methods) {
        AuthenticationFlowModel flow = overrideOf(client, kind);
        if (flow != null) {
            boolean isUsed = kind == Kind.DIRECT_GRANT ? grantsPasswords(client) : opensBrowser(client);
            methods.add(new LoginMethod(kind, Scope.CLIENT, client.getClientId(), tree(flow), isUsed));
        }
    }

    private @Nullable AuthenticationFlowModel overrideOf(ClientModel client, Kind kind) {
        String id = client.getAuthenticationFlowBindingOverride(OVERRIDES.get(kind));
        return id == null || id.isEmpty() ? null : realm.getAuthenticationFlowById(id);
    }

    private static boolean grantsPasswords(ClientModel client) {
        return client.isEnabled()
                && client.isDirectAccessGrantsEnabled()
                && !client.isBearerOnly()
                && OIDCLoginProtocol.LOGIN_PROTOCOL.equals(protocol(client));
    }

    private static boolean opensBrowser(ClientModel client) {
        return client.isEnabled() && !client.isBearerOnly();
    }

    private static String protocol(ClientModel client) {
        return client.getProtocol() == null ? OIDCLoginProtocol.LOGIN_PROTOCOL : client.getProtocol();
    }

    private @Nullable FlowTree tree(@Nullable AuthenticationFlowModel flow) {
        return flow == null ? null : read.computeIfAbsent(flow.getId(), id -> FlowTree.read(session, realm, flow));
    }
}
