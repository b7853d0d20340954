package dev.tenantmfa.platform.rest.resource;

import jakarta.ws.rs.NotAuthorizedException;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.services.resources.admin.AdminAuth;

/** Administrators' bearer tokens that Keycloak has already checked. */
public final class AdminToken {

    private AdminToken() {}

    /**
     * Refuses tokens that name another user than that of their session. Keycloak uses the user of the session, whatever
     * the subject is (CVE-2026-97367).
     *
     * @throws NotAuthorizedException 401, if the token names another user
     */
    public static void requireOwnSubject(AdminAuth auth) {
        String subject = auth.getToken().getSubject();
        if (subject != null && !subject.equals(auth.getUser().getId())) {
            throw new NotAuthorizedException("Bearer");
        }
    }

    /** The session of the token, which may be of another realm; null for a service account. */
    public static @Nullable UserSessionModel sessionOf(KeycloakSession session, AdminAuth auth) {
        String id = auth.getToken().getSessionId();
        return id == null ? null : session.sessions().getUserSession(auth.getRealm(), id);
    }
}
