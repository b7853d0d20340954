package dev.tenantmfa.login;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.events.Details;

/**
 * Denies the login of users for whose only second factor, such as a security key, a place in a flow cannot ask, so that
 * nothing else replaces it.
 */
final class NotOffered {

    private NotOffered() {}

    /** @throws AuthenticationFlowException with an error page, always */
    static void refuse(AuthenticationFlowContext context) {
        context.getEvent().user(context.getUser()).detail(Details.REASON, "security_key_not_offered");
        Response page = context.form().setError("tmfa-key-not-offered").createErrorPage(Response.Status.FORBIDDEN);
        throw new AuthenticationFlowException(AuthenticationFlowError.ACCESS_DENIED, page);
    }
}
