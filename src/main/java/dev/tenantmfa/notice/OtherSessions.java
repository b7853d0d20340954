package dev.tenantmfa.notice;

import java.util.List;
import java.util.stream.Stream;
import org.keycloak.models.DefaultActionTokenKey;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The sessions of a person beside the one at hand. */
final class OtherSessions {

    private final KeycloakSession session;
    private final RealmModel realm;

    OtherSessions(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /**
     * Ends them, offline ones too, if the login at hand was opened by a link from a mail: whoever resets a password may
     * do so because somebody else knows the old one.
     */
    void endIfByMailLink(UserModel user) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login == null || !user.getId().equals(login.getAuthNote(DefaultActionTokenKey.ACTION_TOKEN_USER_ID))) {
            return;
        }
        String own = login.getParentSession().getId();
        List<UserSessionModel> others = Stream.concat(
                        session.sessions().getUserSessionsStream(realm, user),
                        session.sessions().getOfflineUserSessionsStream(realm, user))
                .filter(other -> other.isOffline() || !other.getId().equals(own))
                .toList();
        for (UserSessionModel other : others) {
            AuthenticationManager.backchannelLogout(
                    session,
                    realm,
                    other,
                    session.getContext().getUri(),
                    session.getContext().getConnection(),
                    session.getContext().getRequestHeaders(),
                    true);
        }
    }
}
