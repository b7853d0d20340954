package dev.tenantmfa.assurance.flow;

import org.keycloak.models.ClientModel;

/** Clients that log users in at the challenge endpoint. It runs their direct grant flow, also where password grants are off. */
public final class FirstPartyClients {

    /** Client attribute. Only the value {@code true} allows the client. */
    private static final String FIRST_PARTY = "first.party.app";

    private FirstPartyClients() {}

    /** Whether the client is marked as a first-party application. */
    public static boolean isMarked(ClientModel client) {
        return "true".equals(client.getAttribute(FIRST_PARTY));
    }

    /** Whether the challenge endpoint serves the client. It does not where the user must give consent in a browser. */
    static boolean isServed(ClientModel client) {
        return client.isStandardFlowEnabled() && !client.isConsentRequired() && isMarked(client);
    }
}
