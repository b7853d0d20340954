package dev.tenantmfa.assurance.evidence;

import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A mark of a session that names its user, so that it does not count if the login continues as another user.
 *
 * @param note where the session keeps it
 */
record UserMark(String note) {

    /** Marks the login of the user who is logging in, and the session that it joins. */
    void set(AuthenticationSessionModel login) {
        login.setUserSessionNote(note, login.getAuthenticatedUser().getId());
    }

    /** Marks an open session of its user. */
    void set(UserSessionModel session) {
        session.setNote(note, session.getUser().getId());
    }

    boolean isIn(UserSessionModel session) {
        return session.getUser() != null && session.getUser().getId().equals(session.getNote(note));
    }

    void copy(UserSessionModel from, UserSessionModel to) {
        String mark = from.getNote(note);
        if (mark != null) {
            to.setNote(note, mark);
        }
    }
}
