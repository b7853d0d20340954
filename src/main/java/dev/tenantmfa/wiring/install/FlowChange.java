package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.flow.FlowTree;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.Kind;
import dev.tenantmfa.assurance.flow.LoginMethod.Scope;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.wiring.rebuild.FlowWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Changes of flows and of where they are bound. */
final class FlowChange {

    /** Key of a flow that was made. */
    static final String FLOW = "flow ";

    /** Key of a binding; its value is the alias of the flow that was bound before, empty for none. */
    static final String BINDING = "binding ";

    private FlowChange() {}

    /** Creates a flow. */
    record Make(FlowTree flow, String of, List<String> details) implements Change {

        @Override
        public String action() {
            return "flow";
        }

        @Override
        public String target() {
            return (of.isEmpty() ? "(none)" : of) + " -> \"" + flow.alias() + "\"";
        }

        @Override
        public Event event() {
            return new Event(OperationType.CREATE, ResourceType.AUTH_FLOW, "authentication/flows/" + flow.alias());
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            new FlowWriter(realm).create(flow);
            before.note(FLOW + flow.alias(), "");
        }
    }

    /** Deletes a flow that an installation made. */
    record Remove(String alias) implements Change {

        @Override
        public String action() {
            return "delete flow";
        }

        @Override
        public String target() {
            return alias;
        }

        @Override
        public Event event() {
            return new Event(OperationType.DELETE, ResourceType.AUTH_FLOW, "authentication/flows/" + alias);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            AuthenticationFlowModel flow = realm.getFlowByAlias(alias);
            if (flow != null) {
                new FlowWriter(realm).delete(flow);
            }
        }
    }

    /**
     * Binds another flow to a login method.
     *
     * @param flow alias of the flow; empty for none
     * @param previous alias of the flow that is bound now; empty for none
     */
    record Bind(Kind kind, Scope scope, String owner, String flow, String previous) implements Change {

        static Bind of(LoginMethod method, String flow) {
            String previous = method.flow() == null ? "" : method.flow().alias();
            return new Bind(method.kind(), method.scope(), method.owner(), flow, previous);
        }

        String methodId() {
            return new LoginMethod(kind, scope, owner, null, true).id();
        }

        @Override
        public String action() {
            return switch (scope) {
                case REALM -> "bind " + kind.title();
                case CLIENT_POLICY -> throw byHand();
                case CLIENT -> "client " + owner;
                case IDENTITY_PROVIDER -> "identity provider " + owner;
            };
        }

        @Override
        public String target() {
            String what = scope == Scope.REALM ? "" : kind.title() + " flow: ";
            return what + shown(previous) + " -> " + shown(flow);
        }

        private static String shown(String alias) {
            return alias.isEmpty() ? "(none)" : "\"" + alias + "\"";
        }

        @Override
        public String clientId() {
            return scope == Scope.CLIENT ? owner : "";
        }

        @Override
        public Right right() {
            return switch (scope) {
                case REALM -> Right.MANAGE_REALM;
                case CLIENT_POLICY -> throw byHand();
                case CLIENT -> Right.MANAGE_CLIENTS;
                case IDENTITY_PROVIDER -> Right.MANAGE_IDENTITY_PROVIDERS;
            };
        }

        @Override
        public Event event() {
            return switch (scope) {
                case REALM -> new Event(OperationType.UPDATE, ResourceType.REALM, "");
                case CLIENT_POLICY -> throw byHand();
                case CLIENT -> new Event(OperationType.UPDATE, ResourceType.CLIENT, "clients/" + owner);
                case IDENTITY_PROVIDER ->
                    new Event(
                            OperationType.UPDATE,
                            ResourceType.IDENTITY_PROVIDER,
                            "identity-provider/instances/" + owner);
            };
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            AuthenticationFlowModel model = flow.isEmpty() ? null : realm.getFlowByAlias(flow);
            switch (scope) {
                case REALM -> bind(realm, Objects.requireNonNull(model));
                case CLIENT_POLICY -> throw byHand();
                case CLIENT -> Clients.change(session, owner, client -> bind(client, model));
                case IDENTITY_PROVIDER -> bind(session, model);
            }
            before.note(BINDING + methodId(), previous);
        }

        private static IllegalStateException byHand() {
            return new IllegalStateException("Client policies are changed by hand.");
        }

        private void bind(RealmModel realm, AuthenticationFlowModel model) {
            switch (kind) {
                case BROWSER -> realm.setBrowserFlow(model);
                case DIRECT_GRANT -> realm.setDirectGrantFlow(model);
                case REGISTRATION -> realm.setRegistrationFlow(model);
                case RESET_CREDENTIALS -> realm.setResetCredentialsFlow(model);
                case POST_LOGIN -> throw new IllegalStateException("A realm has no post login flow.");
            }
        }

        private void bind(ClientModel client, @Nullable AuthenticationFlowModel model) {
            String name = Objects.requireNonNull(LoginMethods.OVERRIDES.get(kind));
            if (model == null) {
                client.removeAuthenticationFlowBindingOverride(name);
            } else {
                client.setAuthenticationFlowBindingOverride(name, model.getId());
            }
        }

        private void bind(KeycloakSession session, @Nullable AuthenticationFlowModel model) {
            IdentityProviderModel provider = session.identityProviders().getByAlias(owner);
            provider.setPostBrokerLoginFlowId(model == null ? null : model.getId());
            session.identityProviders().update(provider);
        }
    }
}
