package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.core.Response;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/** Checks what Keycloak leaves to realm resources: that the realm is enabled, and its SSL requirement. */
public final class SecureRealm {

    private SecureRealm() {}

    /** @throws Refusal 403 */
    static void check(KeycloakSession session) {
        if (!session.getContext().getRealm().isEnabled()) {
            throw Problem.forbidden("realm_disabled", "The realm is disabled.").refusal();
        }
        if (lacksHttps(session)) {
            throw Problem.forbidden("https_required", "HTTPS is required.").refusal();
        }
    }

    /**
     * For OAuth endpoints, with the error texts and the order of checks of Keycloak's token endpoint.
     *
     * @param cors of the endpoint
     * @throws CorsErrorResponseException 403
     */
    public static void check(KeycloakSession session, Cors cors) {
        if (lacksHttps(session)) {
            throw forbidden(cors, OAuthErrorException.INVALID_REQUEST, "HTTPS required");
        }
        if (!session.getContext().getRealm().isEnabled()) {
            throw forbidden(cors, OAuthErrorException.ACCESS_DENIED, "Realm not enabled");
        }
    }

    private static boolean lacksHttps(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        boolean secure =
                "https".equals(session.getContext().getUri().getBaseUri().getScheme());
        return !secure && realm.getSslRequired().isRequired(session.getContext().getConnection());
    }

    private static CorsErrorResponseException forbidden(Cors cors, String error, String description) {
        return new CorsErrorResponseException(cors.allowAllOrigins(), error, description, Response.Status.FORBIDDEN);
    }
}
