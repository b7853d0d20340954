package dev.tenantmfa.assurance.evidence;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.cookie.CookieProvider;
import org.keycloak.cookie.CookieType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.services.managers.AuthenticationManager.AuthResult;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The session that a user already has in the browser while a login runs. */
public final class SingleSignOn {

    private SingleSignOn() {}

    /**
     * Whether the login only reuses the browser's session. Keycloak's mark for this stays set when the same login
     * continues as a password reset or through an identity provider, even as another user, so path and session are
     * checked too.
     *
     * @param flowPath of the current flow
     */
    public static boolean isUnderWay(KeycloakSession session, AuthenticationSessionModel login, String flowPath) {
        return AuthenticatorUtil.isSSOAuthentication(login)
                && LoginActionsService.AUTHENTICATE_PATH.equals(flowPath)
                && sessionOf(session, login).isPresent();
    }

    /**
     * Ends single sign-on in a login that asked for a first factor all the same, as a flow does in which the user has to enter
     * the password when switching the tenant. Keycloak's mark for single sign-on stays set then. Without it, the login is a
     * fresh one for Keycloak, too: it notes its time.
     */
    public static void endIfFresh(KeycloakSession session, AuthenticationSessionModel login) {
        if (AuthenticatorUtil.isSSOAuthentication(login) && FirstFactor.wasShownIn(session, login)) {
            login.removeAuthNote(AuthenticationManager.SSO_AUTH);
        }
    }

    /**
     * The session that the same user has in this browser from an earlier login; empty if there is none. A login that asked for
     * a first factor itself, from a browser that does not send the cookie of a session, counts as one from another browser:
     * the database is not asked for a session with the id of the login.
     */
    public static Optional<UserSessionModel> sessionOf(KeycloakSession session, AuthenticationSessionModel login) {
        UserModel user = login.getAuthenticatedUser();
        if (user == null || isFromElsewhere(session, login)) {
            return Optional.empty();
        }
        UserSessionModel sameId = session.sessions()
                .getUserSession(login.getRealm(), login.getParentSession().getId());
        return Optional.ofNullable(sameId != null ? sameId : ofCookie(session, login))
                .filter(earlier -> user.equals(earlier.getUser()));
    }

    private static boolean isFromElsewhere(KeycloakSession session, AuthenticationSessionModel login) {
        return !namesSession(session, login) && FirstFactor.wasShownIn(session, login);
    }

    /**
     * Whether the browser sends the cookie of a session. Where the login reuses one, as in step-up, the cookie may be gone since
     * the login began.
     */
    static boolean namesSession(KeycloakSession session, AuthenticationSessionModel login) {
        return session.getProvider(CookieProvider.class).get(CookieType.IDENTITY) != null
                || AuthenticatorUtil.isSSOAuthentication(login);
    }

    /** The session of the browser's cookie, of any user and however it was opened. */
    static Optional<UserSessionModel> ofBrowser(KeycloakSession session) {
        return Optional.ofNullable(AuthenticationManager.authenticateIdentityCookie(
                        session, session.getContext().getRealm(), false))
                .map(AuthResult::session);
    }

    /** The id of an impersonated session differs from that of logins that the browser began before. */
    private static @Nullable UserSessionModel ofCookie(KeycloakSession session, AuthenticationSessionModel login) {
        if (!AuthenticatorUtil.isSSOAuthentication(login)) {
            return null;
        }
        AuthResult result = AuthenticationManager.authenticateIdentityCookie(session, login.getRealm(), false);
        return result == null ? null : result.session();
    }
}
