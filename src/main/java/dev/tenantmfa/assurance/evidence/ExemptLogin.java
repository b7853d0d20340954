package dev.tenantmfa.assurance.evidence;

import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The mark of a login that was not asked for a second factor because a tenant exempted the member. It is not evidence:
 * wherever the exemption does not apply (another tenant, a token without a tenant, after its end), the session must show
 * the factor that the user has, whatever the gate's mode.
 */
public final class ExemptLogin {

    private static final UserMark MARK = new UserMark("tenant-mfa.exempt");

    private ExemptLogin() {}

    /** Marks the login of the user who is logging in, and the session that it joins. */
    public static void note(AuthenticationSessionModel login) {
        MARK.set(login);
    }

    /** Whether the session's user was spared the second factor in it at least once. */
    public static boolean isIn(UserSessionModel session) {
        return MARK.isIn(session);
    }

    public static void copy(UserSessionModel from, UserSessionModel to) {
        MARK.copy(from, to);
    }
}
