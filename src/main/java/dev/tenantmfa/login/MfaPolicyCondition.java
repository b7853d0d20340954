package dev.tenantmfa.login;

import dev.tenantmfa.factor.MfaDemand;
import dev.tenantmfa.factor.MfaPolicy;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.platform.MfaSession;
import dev.tenantmfa.setup.SetupReminder;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * True where the second factor is to be asked for now: of whoever has one, at a fresh login; of whoever must have one,
 * at a fresh login and when entering under a session that was opened without.
 */
final class MfaPolicyCondition implements ConditionalAuthenticator {

    /** The flow path of a password grant. */
    private static final String TOKEN_ENDPOINT = "token";

    private final KeycloakSession session;

    MfaPolicyCondition(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        AuthenticationSessionModel login = context.getAuthenticationSession();
        UserModel user = context.getUser();
        if (user == null || MfaSession.verifiedIn(login).isPresent()) {
            return false;
        }
        boolean sso = AuthenticatorUtil.isSSOAuthentication(login);
        if (sso && MfaSession.verifiedInOrBefore(session, login).isPresent()) {
            return false;
        }
        boolean hasFactor = SecondFactors.of(session).isConfiguredFor(user);
        if (hasFactor && !sso) {
            return true;
        }
        MfaDemand demand = MfaPolicy.strictest(session, user, login);
        if (demand instanceof MfaDemand.Grace grace && !hasFactor && isBrowserFlow(context)) {
            SetupReminder.show(login, grace.until());
        }
        return demand instanceof MfaDemand.Due;
    }

    /** A password grant fails on any pending required action, so a reminder there would be a lock-out. */
    private static boolean isBrowserFlow(AuthenticationFlowContext context) {
        return !TOKEN_ENDPOINT.equals(context.getFlowPath());
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void action(AuthenticationFlowContext context) {}

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
