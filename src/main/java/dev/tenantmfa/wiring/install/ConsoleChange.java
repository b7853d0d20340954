package dev.tenantmfa.wiring.install;

import dev.tenantmfa.tenant.console.ConsoleClient;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Changes of the client of the tenants' console. */
final class ConsoleChange {

    /** Key of the client. */
    static final String CLIENT = "client ";

    private ConsoleChange() {}

    private static Change.Event event(OperationType operation) {
        return new Change.Event(operation, ResourceType.CLIENT, "clients/" + ConsoleClient.ID);
    }

    /** A public client that may be used at the console's address only, with PKCE. */
    record Make() implements Change {

        @Override
        public String action() {
            return "client";
        }

        @Override
        public String target() {
            return ConsoleClient.ID + "    public, PKCE, default scope " + ScopeChange.NAME;
        }

        @Override
        public Right right() {
            return Right.MANAGE_CLIENTS;
        }

        @Override
        public Event event() {
            return ConsoleChange.event(OperationType.CREATE);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            ClientModel client = KeycloakModelUtils.createPublicClient(realm, ConsoleClient.ID);
            ConsoleClient.describe(client);
            realm.getDefaultClientScopesStream(true).forEach(scope -> client.addClientScope(scope, true));
            realm.getDefaultClientScopesStream(false).forEach(scope -> client.addClientScope(scope, false));
            ScopeChange.find(realm).ifPresent(scope -> {
                client.removeClientScope(scope);
                client.addClientScope(scope, true);
            });
            client.updateClient();
            before.note(CLIENT + ConsoleClient.ID, "");
        }
    }

    /** Deletes the client. */
    record Remove() implements Change {

        @Override
        public String action() {
            return "delete client";
        }

        @Override
        public String target() {
            return ConsoleClient.ID;
        }

        @Override
        public Right right() {
            return Right.MANAGE_CLIENTS;
        }

        @Override
        public Event event() {
            return ConsoleChange.event(OperationType.DELETE);
        }

        @Override
        public void apply(KeycloakSession session, Installation before) {
            RealmModel realm = session.getContext().getRealm();
            ClientModel client = realm.getClientByClientId(ConsoleClient.ID);
            if (client != null) {
                realm.removeClient(client.getId());
            }
        }
    }
}
