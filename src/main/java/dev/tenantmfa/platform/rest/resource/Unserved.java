package dev.tenantmfa.platform.rest.resource;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.cors.Cors;

/**
 * Answers requests that a resource does not serve, with problem documents: 404 if the path does not exist, 405 if it does but not
 * with the request's method. Returned in place of the resource itself, where the server would answer both with a 404 of its own.
 */
public final class Unserved {

    private final KeycloakSession session;
    private final Problem problem;

    private Unserved(KeycloakSession session, Problem problem) {
        this.session = session;
        this.problem = problem;
    }

    /**
     * The resource, or this one if the resource does not serve the request.
     *
     * @param provider id of the resource's provider, as the path names it below the realm
     */
    public static Object or(KeycloakSession session, String provider, Object resource) {
        String verb = session.getContext().getHttpRequest().getHttpMethod();
        Set<String> verbs = Routes.verbs(
                resource.getClass(), below(session.getContext().getUri().getPath(), provider));
        if (verb.equals(HttpMethod.OPTIONS) || verbs.contains(verb) || verb.equals("HEAD") && verbs.contains("GET")) {
            return resource;
        }
        verbs.remove(HttpMethod.OPTIONS);
        return new Unserved(session, verbs.isEmpty() ? Problem.notFound() : wrongMethod(String.join(", ", verbs)));
    }

    private static Problem wrongMethod(String allowed) {
        return new Problem(
                405,
                "method_not_allowed",
                "Method not allowed. Use " + allowed + ".",
                Map.of(HttpHeaders.ALLOW, allowed));
    }

    /** The path after the provider's id, without a leading slash; the realm may have the same name as the provider. */
    static String below(String path, String provider) {
        Matcher matcher = Pattern.compile("(?:/?admin)?/?realms/[^/]+/" + Pattern.quote(provider) + "(?:/(.*))?")
                .matcher(path);
        return matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "";
    }

    @GET
    public Response getRoot() {
        return refuse();
    }

    @GET
    @Path("{any:.+}")
    public Response get() {
        return refuse();
    }

    @POST
    public Response postRoot() {
        return refuse();
    }

    @POST
    @Path("{any:.+}")
    public Response post() {
        return refuse();
    }

    @PUT
    public Response putRoot() {
        return refuse();
    }

    @PUT
    @Path("{any:.+}")
    public Response put() {
        return refuse();
    }

    @PATCH
    public Response patchRoot() {
        return refuse();
    }

    @PATCH
    @Path("{any:.+}")
    public Response patch() {
        return refuse();
    }

    @DELETE
    public Response deleteRoot() {
        return refuse();
    }

    @DELETE
    @Path("{any:.+}")
    public Response delete() {
        return refuse();
    }

    private Response refuse() {
        // Contains nothing secret, so pages of any origin may read it.
        Cors.builder().allowAllOrigins().exposedHeaders(HttpHeaders.ALLOW).add();
        return RealmApi.of(session).guard(problem::toResponse);
    }
}
