package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.NotAuthorizedException;
import org.keycloak.services.resources.admin.AdminAuth;

/** Bearer tokens of administrators, which Keycloak has checked. */
public final class AdminToken {

    private AdminToken() {}

    /**
     * Keycloak answers for the user of the token's session, whatever its subject is (CVE-2026-97367).
     *
     * @throws NotAuthorizedException 401, where the token names another user
     */
    public static void requireOwnSubject(AdminAuth auth) {
        String subject = auth.getToken().getSubject();
        if (subject != null && !subject.equals(auth.getUser().getId())) {
            throw new NotAuthorizedException("Bearer");
        }
    }
}
