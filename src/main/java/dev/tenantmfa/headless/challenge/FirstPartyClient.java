package dev.tenantmfa.headless.challenge;

import dev.tenantmfa.assurance.flow.FirstPartyClients;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import org.keycloak.events.Errors;
import org.keycloak.models.ClientModel;

/** Checks whether a client may use the challenge endpoint. */
final class FirstPartyClient {

    private FirstPartyClient() {}

    /** @throws OAuthRefusal for all other clients */
    static void check(ClientModel client) throws OAuthRefusal {
        if (client.isBearerOnly()) {
            throw notAllowed("Bearer-only not allowed");
        }
        if (!client.isStandardFlowEnabled()) {
            throw notAllowed("Standard flow is disabled for the client");
        }
        if (!FirstPartyClients.isMarked(client)) {
            throw notAllowed("Client is not a first-party application");
        }
        if (client.isConsentRequired()) {
            throw new OAuthRefusal(
                    Denial.redirectToWeb("The user must give consent in a browser."), Errors.CONSENT_DENIED);
        }
    }

    private static OAuthRefusal notAllowed(String description) {
        return new OAuthRefusal(Denial.unauthorizedClient(description), Errors.NOT_ALLOWED);
    }
}
