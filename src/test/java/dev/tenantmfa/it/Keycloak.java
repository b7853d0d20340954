package dev.tenantmfa.it;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import java.net.URI;

/** A Keycloak with the demo realm in it: the server that most tests share, or one node of a cluster. */
public interface Keycloak {
    /** The realm that every run has. */
    String DEMO_REALM = "demo";

    /** Keycloak's own, of the server's administrators. */
    String MASTER = "master";

    /** Where it listens, such as {@code http://localhost:34567}, without a slash at the end. */
    URI base();

    /** The server's administrator. */
    Admin admin();

    /** Somebody with a browser without scripts. */
    Visitor visitor();

    /** What is stored, and means to change it. */
    TestSupport support();

    /** The administrator's view of the demo realm. */
    default RealmAdmin demo() {
        return admin().realm(DEMO_REALM);
    }

    /** An application of the demo realm. */
    default OidcClient client(String clientId) {
        return OidcClient.of(base(), DEMO_REALM, clientId);
    }
}
