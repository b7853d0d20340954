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
 * Answers 405 if a path exists but not with the request's method. Returned in place of the resource itself: below a
 * realm resource the server would answer 404, as if the path did not exist.
 */
public final class WrongMethod {

    private final KeycloakSession session;
    private final String allowed;

    private WrongMethod(KeycloakSession session, String allowed) {
        this.session = session;
        this.allowed = allowed;
    }

    /**
     * The resource, or this one if the resource serves the path of the request but not its method.
     *
     * @param provider id of the resource's provider, as the path names it below the realm
     */
    public static Object or(KeycloakSession session, String provider, Object resource) {
        String verb = session.getContext().getHttpRequest().getHttpMethod();
        Set<String> verbs = Routes.verbs(
                resource.getClass(), below(session.getContext().getUri().getPath(), provider));
        boolean asked = verbs.isEmpty() || verbs.contains(verb) || (verb.equals("HEAD") && verbs.contains("GET"));
        verbs.remove(HttpMethod.OPTIONS);
        return asked ? resource : new WrongMethod(session, String.join(", ", verbs));
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
        return RealmApi.of(session)
                .guard(() -> new Problem(
                                405,
                                "method_not_allowed",
                                "Method not allowed. Use " + allowed + ".",
                                Map.of(HttpHeaders.ALLOW, allowed))
                        .toResponse());
    }
}
