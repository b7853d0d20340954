package dev.tenantmfa.assurance.evidence;

import java.util.stream.Stream;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Logins opened by a link in an email: an invitation, a password reset, a verification, an administrator's list of
 * actions. Such a link only proves access to a mailbox. It must not be used to bind a factor to an account that has a
 * password: the owner would be locked out despite knowing the password.
 */
public final class LinkLogin {

    /** The password that the account had when the link's login had to set a new one. */
    private static final String PASSWORD_BEFORE = "tenant-mfa.password-before";

    private static final String NONE = "none";

    private LinkLogin() {}

    /**
     * Whether only a link opened this login, for an account that has a password. False if a first factor was shown in
     * this login or in the browser's own session, if a second factor was shown in this login, or if this login set a
     * password. An access pass is not enough: the one who made it may have sent it to the same mailbox.
     */
    public static boolean lacksPassword(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return isOf(login, user)
                && user.credentialManager().isConfiguredFor(PasswordCredentialModel.TYPE)
                && !setsPassword(login, user)
                && !FirstFactor.wasShownIn(session, login)
                && !SessionEvidence.shownIn(session, login).hasOwnFactor()
                && !isSignedIn(session, user);
    }

    /**
     * Whether a link opened this login, and no second factor of the user was shown in it or in the browser's own session. A new
     * password that the link's login has set does not stand in for one. An access pass does, as in {@link
     * SessionEvidence#isOpenedByPass}.
     */
    public static boolean lacksFactor(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return isOf(login, user)
                && !SessionEvidence.isOpenedByPass(session, login)
                && !SessionEvidence.shownInOrBefore(session, login).hasOwnFactor()
                && SingleSignOn.ofBrowser(session)
                        .filter(open -> user.equals(open.getUser()))
                        .filter(open -> SessionEvidence.of(session, open).hasOwnFactor())
                        .isEmpty();
    }

    private static boolean isOf(AuthenticationSessionModel login, UserModel user) {
        return user.getId().equals(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID));
    }

    /** Whether the browser has a session of this user that was opened with a first factor and not by impersonation. */
    public static boolean isSignedIn(KeycloakSession session, UserModel user) {
        return SingleSignOn.ofBrowser(session)
                .filter(open -> user.equals(open.getUser()))
                .filter(open -> !Impersonation.isIn(open))
                .filter((UserSessionModel open) -> FirstFactor.wasShownIn(session, open))
                .isPresent();
    }

    /** Whether a new password must be set before this login ends. */
    public static boolean isToSetPassword(AuthenticationSessionModel login, UserModel user) {
        return Stream.concat(login.getRequiredActions().stream(), user.getRequiredActionsStream())
                .anyMatch(UserModel.RequiredAction.UPDATE_PASSWORD.name()::equals);
    }

    /** Remembers the account's password if this login must set a new one. Called before each required action. */
    public static void observe(AuthenticationSessionModel login, UserModel user) {
        if (login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID) != null
                && login.getAuthNote(PASSWORD_BEFORE) == null
                && isToSetPassword(login, user)) {
            login.setAuthNote(PASSWORD_BEFORE, passwordOf(user));
        }
    }

    /** Whether this login had to set a new password, and has set it. */
    static boolean setsPassword(AuthenticationSessionModel login, UserModel user) {
        String before = login.getAuthNote(PASSWORD_BEFORE);
        return before != null && !isToSetPassword(login, user) && !before.equals(passwordOf(user));
    }

    /** A password stored in another system is unknown, so it counts as unchanged. */
    private static String passwordOf(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(password -> password.getId() + "." + password.getCreatedDate())
                .findFirst()
                .orElse(NONE);
    }
}
