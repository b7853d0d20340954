package dev.tenantmfa.tenant.registration;

import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;

/** Whether a registration is the answer to an invitation. */
final class Invitation {

    private Invitation() {}

    /** Whether the request carries an invitation's link, valid or not: Keycloak checks it before an account is made. */
    static boolean isBeingAccepted(KeycloakSession session) {
        return session.getAttribute(InviteOrgActionToken.class.getName()) != null
                || session.getContext().getUri().getQueryParameters().getFirst(Constants.TOKEN) != null;
    }
}
