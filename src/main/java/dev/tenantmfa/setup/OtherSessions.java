package dev.tenantmfa.setup;

import dev.tenantmfa.platform.SessionEnd;
import java.util.Set;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The user's sessions other than the current one. */
final class OtherSessions {

    private final KeycloakSession session;
    private final RealmModel realm;

    OtherSessions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Ends them, including offline sessions, if a mail link opened the current login: users may reset a password
     * because someone else knows the old one.
     */
    void endIfByMailLink(UserModel user) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login == null || !user.getId().equals(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))) {
            return;
        }
        new SessionEnd(session, realm)
                .others(user, Set.of(login.getParentSession().getId()), false);
    }
}
