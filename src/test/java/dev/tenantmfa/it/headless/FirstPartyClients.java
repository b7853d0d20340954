package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.RealmAdmin;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** Clients of the demo realm that may use the challenge endpoint. */
final class FirstPartyClients {
    private FirstPartyClients() {}

    static FirstPartyApp firstParty(KeycloakServer keycloak, Consumer<ObjectNode> change) {
        return FirstPartyApp.of(keycloak, newClient(keycloak.demo(), change));
    }

    static String newClient(RealmAdmin realm, Consumer<ObjectNode> change) {
        String clientId = "client-" + UUID.randomUUID().toString().substring(0, 8);
        realm.createClient(Map.of(
                "clientId",
                clientId,
                "publicClient",
                true,
                "redirectUris",
                List.of("https://app.example/callback"),
                "attributes",
                Map.of("first.party.app", "true")));
        realm.updateClient(clientId, change);
        return clientId;
    }
}
