package dev.tenantmfa.tenant.registration;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import java.util.Optional;
import org.keycloak.authentication.actiontoken.inviteorg.InviteOrgActionToken;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;

/** Whether a user registers by invitation. */
final class Invitation {

    private Invitation() {}

    /** The inviting tenant, once Keycloak has read the link. */
    static Optional<Tenant> tenant(KeycloakSession session) {
        return session.getAttribute(InviteOrgActionToken.class.getName()) instanceof InviteOrgActionToken link
                ? Tenants.of(session).byId(link.getOrgId())
                : Optional.empty();
    }

    /**
     * Whether the request contains an invitation's link, valid or not: Keycloak checks it before it creates an account.
     */
    static boolean isBeingAccepted(KeycloakSession session) {
        return session.getAttribute(InviteOrgActionToken.class.getName()) != null
                || session.getContext().getUri().getQueryParameters().getFirst(Constants.TOKEN) != null;
    }
}
