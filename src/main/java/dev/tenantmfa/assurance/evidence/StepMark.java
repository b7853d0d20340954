package dev.tenantmfa.assurance.evidence;

import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The mark that a step of this extension decided in a login whether a second factor is required. A session without it
 * was opened by a login method that does not use this extension's steps.
 */
public final class StepMark {

    private static final UserMark MARK = new UserMark("tenant-mfa.decided-for");

    private StepMark() {}

    /** Marks the login of the user who is logging in, and the session that it joins. */
    public static void set(AuthenticationSessionModel login) {
        MARK.set(login);
    }

    /** Whether one of our steps decided in the login that opened the session, or in a later one. */
    public static boolean isIn(UserSessionModel session) {
        return MARK.isIn(session);
    }

    public static void copy(UserSessionModel from, UserSessionModel to) {
        MARK.copy(from, to);
    }
}
