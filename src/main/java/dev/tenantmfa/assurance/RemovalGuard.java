package dev.tenantmfa.assurance;

import dev.tenantmfa.platform.KeycloakClock;
import java.util.Optional;
import org.keycloak.http.HttpRequest;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the person behind the request may remove a second factor. Keycloak asks the credential's metadata when it
 * lists credentials and again when one is removed; its own check of the level of authentication holds only in realms
 * whose flow has level conditions, so a session with the password alone is refused here.
 */
public final class RemovalGuard {

    private RemovalGuard() {}

    /** True for a listing; for a removal, whether a second factor was used recently in that session. */
    public static boolean allowsRemoval(KeycloakSession session) {
        AuthenticationSessionModel login = session.getContext().getAuthenticationSession();
        if (login != null) {
            return MfaSession.isRecent(MfaSession.verifiedInOrBefore(session, login), KeycloakClock.now());
        }
        HttpRequest request = session.getContext().getHttpRequest();
        if (request == null || !"DELETE".equals(request.getHttpMethod())) {
            return true;
        }
        UserSessionModel userSession = session.getContext().getUserSession();
        return MfaSession.isRecent(
                Optional.ofNullable(userSession).flatMap(MfaSession::verifiedIn), KeycloakClock.now());
    }
}
