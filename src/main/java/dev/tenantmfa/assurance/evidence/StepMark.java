package dev.tenantmfa.assurance.evidence;

import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The mark that a step of this extension decided in a login whether a second factor is required. A session without it
 * was opened by a login method that does not use this extension's steps.
 */
public final class StepMark {

    private static final String NOTE = "tenant-mfa.decided-for";

    private StepMark() {}

    /** Marks the login of the user who is logging in, and the session that it joins. */
    public static void set(AuthenticationSessionModel login) {
        login.setUserSessionNote(NOTE, login.getAuthenticatedUser().getId());
    }

    /** Whether one of our steps decided in the login that opened the session, or in a later one. */
    public static boolean isIn(UserSessionModel session) {
        return session.getUser() != null && session.getUser().getId().equals(session.getNote(NOTE));
    }

    public static void copy(UserSessionModel from, UserSessionModel to) {
        String note = from.getNote(NOTE);
        if (note != null) {
            to.setNote(NOTE, note);
        }
    }
}
