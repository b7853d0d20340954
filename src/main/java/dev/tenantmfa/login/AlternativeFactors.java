package dev.tenantmfa.login;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;

/** The other second factors that a page for a code offers to a user. */
final class AlternativeFactors {

    private AlternativeFactors() {}

    /**
     * Offers the factors that the user has set up, except that of the page. Keycloak lists each alternative that is not
     * bound to a single credential type for all users, and fails the login of a user who chooses one that is not set
     * up.
     */
    static void offer(AuthenticationFlowContext context) {
        context.setAuthenticationSelections(context.getAuthenticationSelections().stream()
                .filter(option -> !option.getAuthenticationExecution()
                        .getId()
                        .equals(context.getExecution().getId()))
                .filter(option -> isUsable(context, option))
                .toList());
    }

    private static boolean isUsable(AuthenticationFlowContext context, AuthenticationSelectionOption option) {
        AuthenticationExecutionModel execution = option.getAuthenticationExecution();
        KeycloakSession session = context.getSession();
        Authenticator other = execution.getAuthenticator() == null
                ? null
                : session.getProvider(Authenticator.class, execution.getAuthenticator());
        return other == null
                || !other.requiresUser()
                || other.configuredFor(session, context.getRealm(), context.getUser());
    }
}
