package dev.tenantmfa.login;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationSelectionOption;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.KeycloakSession;

/** The other ways in which a person can show a second factor, as our pages offer them. */
final class OtherWays {

    private OtherWays() {}

    /**
     * Leaves the ways that the person has set up, without the one at hand. Keycloak lists every alternative that is bound to no single type
     * of credential, whoever the person is, and fails the login of who chooses one in vain.
     */
    static void offerWhatThePersonHas(AuthenticationFlowContext context) {
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
        Authenticator way = execution.getAuthenticator() == null
                ? null
                : session.getProvider(Authenticator.class, execution.getAuthenticator());
        return way == null || !way.requiresUser() || way.configuredFor(session, context.getRealm(), context.getUser());
    }
}
