package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.keycloak.models.KeycloakSession;

/**
 * Answers a browser's question before a call, which carries no token, for all paths of a resource. Taken in the place of
 * the resource itself: the path that fits best wins there, and it need not have a method for OPTIONS.
 */
public final class Preflight {

    private final KeycloakSession session;

    private Preflight(KeycloakSession session) {
        this.session = session;
    }

    /** The resource, or this one where the request is such a question. */
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
