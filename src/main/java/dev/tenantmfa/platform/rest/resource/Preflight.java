package dev.tenantmfa.platform.rest.resource;

import dev.tenantmfa.platform.rest.RealmApi;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * Answers CORS preflight requests, which carry no token, for all paths of a resource. Returned in place of the resource
 * itself: there the best-matching path wins, even if it has no method for OPTIONS.
 */
public final class Preflight {

    private final KeycloakSession session;

    private Preflight(KeycloakSession session) {
        this.session = session;
    }

    /** The resource, or this one if the request is a preflight request. */
    public static Object or(KeycloakSession session, Object resource) {
        boolean asks = "OPTIONS".equals(session.getContext().getHttpRequest().getHttpMethod());
        return asks ? new Preflight(session) : resource;
    }

    @OPTIONS
    public Response root() {
        return RealmApi.of(session).preflight();
    }

    @OPTIONS
    @Path("{any:.+}")
    public Response any() {
        return RealmApi.of(session).preflight();
    }
}
