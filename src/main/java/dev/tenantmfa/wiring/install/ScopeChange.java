package dev.tenantmfa.wiring.install;

import dev.tenantmfa.assurance.evidence.AmrMapper;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.tenant.token.TenantMapper;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.mappers.AudienceProtocolMapper;

/** Changes of the client scope of this extension. */
final class ScopeChange {

    /** Name of the scope. */
    static final String NAME = "tenant-mfa";

    /** Key of the scope. */
    static final String SCOPE = "scope ";

    /** Key of a client that got it by default. */
    static final String DEFAULT_SCOPE = "default scope of ";

    private ScopeChange() {}

    /** The scope, if the realm has it. */
    static Optional<ClientScopeModel> find(RealmModel realm) {
        return realm.getClientScopesStream()
                .filter(scope -> NAME.equals(scope.getName()))
                .findFirst();
    }

    /** Needs the right to manage clients. */
    private interface OfClients extends Change {

        @Override
        default Right right() {
            return Right.MANAGE_CLIENTS;
        }
    }

    /** The client scope with this extension's mappers. */
    record Make() implements OfClients {

        @Override
        public String action() {
            return "client scope";
        }

        @Override
        public String target() {
            return NAME + "    tenant, amr, audience tenant-mfa";
        }

        @Override
        public Event event() {
            return new Event(OperationType.CREATE, ResourceType.CLIENT_SCOPE, "client-scopes/" + NAME);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            ClientScopeModel scope = session.getContext().getRealm().addClientScope(NAME);
            scope.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
            scope.setDescription("Active tenant, use of a second factor, and the audience of this extension's REST");
            scope.setIncludeInTokenScope(true);
            scope.setDisplayOnConsentScreen(false);
            mapper(scope, "tenant", TenantMapper.PROVIDER_ID, Map.of("introspection.token.claim", "true"));
            mapper(
                    scope,
                    "authentication methods",
                    AmrMapper.PROVIDER_ID,
                    Map.of("id.token.claim", "true", "introspection.token.claim", "true"));
            mapper(
                    scope,
                    "audience tenant-mfa",
                    AudienceProtocolMapper.PROVIDER_ID,
                    Map.of("included.custom.audience", RealmApi.AUDIENCE, "introspection.token.claim", "true"));
            before.note(SCOPE + NAME, "");
        }

        private static void mapper(ClientScopeModel scope, String name, String type, Map<String, String> settings) {
            Map<String, String> config = new HashMap<>(
                    Map.of("access.token.claim", "true", "id.token.claim", "false", "userinfo.token.claim", "false"));
            config.putAll(settings);
            ProtocolMapperModel mapper = new ProtocolMapperModel();
            mapper.setName(name);
            mapper.setProtocol(OIDCLoginProtocol.LOGIN_PROTOCOL);
            mapper.setProtocolMapper(type);
            mapper.setConfig(config);
            scope.addProtocolMapper(mapper);
        }
    }

    /** Deletes the client scope. */
    record Remove() implements OfClients {

        @Override
        public String action() {
            return "delete client scope";
        }

        @Override
        public String target() {
            return NAME;
        }

        @Override
        public Event event() {
            return new Event(OperationType.DELETE, ResourceType.CLIENT_SCOPE, "client-scopes/" + NAME);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            find(realm).ifPresent(scope -> realm.removeClientScope(scope.getId()));
        }
    }

    /** Whether a client has the scope by default. */
    record Default(String clientId, boolean add) implements OfClients {

        @Override
        public String action() {
            return "client " + clientId;
        }

        @Override
        public String target() {
            return "default scope " + NAME + (add ? "" : ": removed");
        }

        @Override
        public Event event() {
            return new Event(OperationType.UPDATE, ResourceType.CLIENT, "clients/" + clientId);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            find(realm)
                    .ifPresent(scope -> Clients.change(session, clientId, client -> {
                        client.removeClientScope(scope);
                        if (add) {
                            client.addClientScope(scope, true);
                        }
                    }));
            before.note(DEFAULT_SCOPE + clientId, "");
        }
    }
}
