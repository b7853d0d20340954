package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Clients of the demo realm that the gate treats differently. */
abstract class GateFixture {
    KeycloakServer keycloak;
    RealmAdmin realm;
    OidcClient app;

    @BeforeEach
    void find(KeycloakServer server) {
        keycloak = server;
        realm = server.demo();
        app = server.client("demo-app");
    }

    @AfterEach
    void putBack() {
        realm.setAttribute("tenant-mfa.gate", "strict");
        realm.setAttribute("tenant-mfa.impersonation", "allow");
    }

    String gateOf(Person person, String event) {
        return realm.events(person, event).get(0).at("/details/gate").asText();
    }
}
