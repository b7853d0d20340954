package dev.tenantmfa.login;

import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.authentication.authenticators.browser.WebAuthnAuthenticatorFactory;
import org.keycloak.events.Details;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Denies the login of users whose only second factor is a security key if the flow cannot ask for it, so that nothing
 * else replaces the key.
 */
final class KeyStep {

    /** The flow path of a password grant, whose own step answers. */
    private static final String TOKEN_ENDPOINT = "token";

    private KeyStep() {}

    /** @throws AuthenticationFlowException with an error page, if the condition's flow has no step for the key */
    static void requireWhereNeeded(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        if (TOKEN_ENDPOINT.equals(context.getFlowPath())
                || SecondFactors.of(context.getSession()).isConfiguredFor(user)
                || !FactorRemoval.hasSecurityKey(user)
                || isIn(context.getRealm(), context.getExecution().getParentFlow())) {
            return;
        }
        refuse(context);
    }

    /** @throws AuthenticationFlowException with an error page, always */
    static void refuse(AuthenticationFlowContext context) {
        context.getEvent().user(context.getUser()).detail(Details.REASON, "security_key_not_offered");
        Response page = context.form().setError("tmfa-key-not-offered").createErrorPage(Response.Status.FORBIDDEN);
        throw new AuthenticationFlowException(AuthenticationFlowError.ACCESS_DENIED, page);
    }

    private static boolean isIn(RealmModel realm, String flowId) {
        return realm.getAuthenticationExecutionsStream(flowId)
                .filter(execution -> !execution.isDisabled())
                .anyMatch(execution -> execution.isAuthenticatorFlow()
                        ? isIn(realm, execution.getFlowId())
                        : WebAuthnAuthenticatorFactory.PROVIDER_ID.equals(execution.getAuthenticator()));
    }
}
