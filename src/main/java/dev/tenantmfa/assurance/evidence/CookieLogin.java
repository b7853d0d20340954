package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.limit.AttemptBudget;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.sessions.CommonClientSessionModel.ExecutionStatus;

/**
 * Logins whose first factor is only the cookie of an open session, as in step-up and under single sign-on. Someone at
 * an unlocked computer can start one, so it must not use up the user's attempts at logins.
 */
public final class CookieLogin {

    private CookieLogin() {}

    /** The limit that a wrong code counts against in this login. */
    public static AttemptBudget budgetOf(KeycloakSession session, AuthenticationSessionModel login) {
        if (hasFirstFactor(session, login)) {
            return AttemptBudget.ofLogins();
        }
        UserSessionModel earlier = SingleSignOn.sessionOf(session, login).orElse(null);
        return earlier == null ? AttemptBudget.ofLogins() : AttemptBudget.ofCookie(earlier);
    }

    /** Whether the login began with a password, a passkey, Kerberos, an identity provider or a link in an email. */
    private static boolean hasFirstFactor(KeycloakSession session, AuthenticationSessionModel login) {
        return new BrokerFlows(session).providerOf(login).isPresent()
                || login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null
                || login.getExecutionStatus().entrySet().stream()
                        .filter(step -> step.getValue() == ExecutionStatus.SUCCESS)
                        .anyMatch(step -> FirstFactor.isAskedForBy(session, step.getKey()));
    }
}
