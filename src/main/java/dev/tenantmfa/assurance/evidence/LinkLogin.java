package dev.tenantmfa.assurance.evidence;

import java.util.stream.Stream;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Logins that a link from a mail opened: an invitation, a reset of the password, a verification, an administrator's list
 * of actions. Such a link proves a mailbox. Whoever holds it must not bind a factor to an account that has a password: the
 * owner would be locked out by the own password.
 */
public final class LinkLogin {

    /** Which password the account had when the link's login was to set a new one. */
    private static final String PASSWORD_BEFORE = "tenant-mfa.password-before";

    private static final String NONE = "none";

    private LinkLogin() {}

    /**
     * Whether only a link has opened this login, to an account that has a password. A first factor that was shown in this
     * login or in the browser's own session, a second factor, or a password that was set in this login is enough.
     */
    public static boolean lacksPassword(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return user.getId().equals(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))
                && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                && !setsPassword(login, user)
                && !FirstFactor.wasShownIn(session, login)
                && SessionEvidence.shownIn(session, login).isEmpty()
                && !isSignedIn(session, user);
    }

    /** Whether the browser has a session of this user, opened with a first factor and by nobody else. */
    public static boolean isSignedIn(KeycloakSession session, UserModel user) {
        return SingleSignOn.ofBrowser(session)
                .filter(open -> user.equals(open.getUser()))
                .filter(open -> !Impersonation.isIn(open))
                .filter((UserSessionModel open) -> FirstFactor.wasShownIn(session, open))
                .isPresent();
    }

    /** Whether a new password is to be set before this login ends. */
    public static boolean isToSetPassword(AuthenticationSessionModel login, UserModel user) {
        return Stream.concat(login.getRequiredActions().stream(), user.getRequiredActionsStream())
                .anyMatch(UserModel.RequiredAction.UPDATE_PASSWORD.name()::equals);
    }

    /** Remembers the account's password where this login is to set a new one. Called before each required action. */
    public static void observe(AuthenticationSessionModel login, UserModel user) {
        if (login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null
                && login.getAuthNote(PASSWORD_BEFORE) == null
                && isToSetPassword(login, user)) {
            login.setAuthNote(PASSWORD_BEFORE, passwordOf(user));
        }
    }

    private static boolean setsPassword(AuthenticationSessionModel login, UserModel user) {
        String before = login.getAuthNote(PASSWORD_BEFORE);
        return before != null && !isToSetPassword(login, user) && !before.equals(passwordOf(user));
    }

    /** Of a password that another system keeps nothing is known: it counts as unchanged. */
    private static String passwordOf(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(password -> password.getId() + "." + password.getCreatedDate())
                .findFirst()
                .orElse(NONE);
    }
}
