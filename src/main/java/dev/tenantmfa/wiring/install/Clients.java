package dev.tenantmfa.wiring.install;

import java.util.function.Consumer;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;

/**
 * The clients that a plan changes. They are loaded before the first change: after a client scope was added, Keycloak's cache
 * returns clients whose changes it does not notice, and other requests would go on with the old ones.
 */
final class Clients {

    private static final String KEY = Clients.class.getName() + ".";

    private Clients() {}

    static void load(KeycloakSession session, Plan plan) {
        plan.changes().stream()
                .map(Change::clientId)
                .filter(id -> !id.isEmpty())
                .distinct()
                .forEach(id -> session.setAttribute(
                        KEY + id, session.getContext().getRealm().getClientByClientId(id)));
    }

    /** Changes a client that was loaded. */
    static void change(KeycloakSession session, String clientId, Consumer<ClientModel> change) {
        ClientModel client = session.getAttribute(KEY + clientId, ClientModel.class);
        if (client != null) {
            change.accept(client);
        }
    }
}
