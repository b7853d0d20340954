package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.keycloak.models.KeycloakSession;

/**
 * Answers 405 where a call is there but not by that method. Taken in the place of the resource itself: below a realm
 * resource the server answers 404 by its own, as if the call were not there.
 */
public final class WrongMethod {

    private final KeycloakSession session;
    private final String allowed;

    private WrongMethod(KeycloakSession session, String allowed) {
        this.session = session;
        this.allowed = allowed;
    }

    /**
     * The resource, or this one where none of its methods has both the path and the verb of the request.
     *
     * @param path of the request below the resource, without a slash in front
     */
    public static Object or(KeycloakSession session, String path, Object resource) {
        String verb = session.getContext().getHttpRequest().getHttpMethod();
        Set<String> verbs = new TreeSet<>();
        for (Method method : resource.getClass().getMethods()) {
            Path here = method.getAnnotation(Path.class);
            if (here != null && here.value().equals(path)) {
                for (Annotation annotation : method.getAnnotations()) {
                    HttpMethod served = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (served != null) {
                        verbs.add(served.value());
                    }
                }
            }
        }
        boolean asked = verbs.isEmpty() || verbs.contains(verb) || (verb.equals("HEAD") && verbs.contains("GET"));
        return asked ? resource : new WrongMethod(session, String.join(", ", verbs));
    }

    @GET
    @Path("{any:.+}")
    public Response get() {
        return refuse();
    }

    @POST
    @Path("{any:.+}")
    public Response post() {
        return refuse();
    }

    @PUT
    @Path("{any:.+}")
    public Response put() {
        return refuse();
    }

    @PATCH
    @Path("{any:.+}")
    public Response patch() {
        return refuse();
    }

    @DELETE
    @Path("{any:.+}")
    public Response delete() {
        return refuse();
    }

    private Response refuse() {
        return RealmApi.of(session)
                .guard(() -> new Problem(
                                405,
                                "method_not_allowed",
                                "This call takes " + allowed + " alone.",
                                Map.of(HttpHeaders.ALLOW, allowed))
                        .toResponse());
    }
}
