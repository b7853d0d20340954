package dev.tenantmfa.headless.waiting;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.rest.RetryAfter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.representations.idm.OAuth2ErrorRepresentation;

/**
 * Reason for which a request is denied, in OAuth's terms (RFC 6749, 5.2). An endpoint renders it as a response.
 *
 * @param description one sentence; may be empty
 * @param retryAfter  when the request may be sent again; null if waiting does not help
 */
public record Denial(
        int status,
        String error,
        String description,
        @Nullable Duration retryAfter) {

    /** Answer of all steps, Keycloak's and ours, to an unknown user or a wrong password. */
    private static final String INVALID_CREDENTIALS = "Invalid user credentials";

    public static Denial of(Status status, String error, String description) {
        return new Denial(status.getStatusCode(), error, description, null);
    }

    /** Denial for a code that was sent and not accepted. */
    public static Denial of(Verification verification) {
        if (verification instanceof Verification.Blocked blocked) {
            return tooManyAttempts(blocked.description(), blocked.retryAfter());
        } else if (verification instanceof Verification.Locked) {
            return invalidCredentials();
        } else if (verification instanceof Verification.Unusable) {
            return invalidGrant("This second factor cannot be used at the moment.");
        } else if (verification instanceof Verification.SwitchedOff) {
            return invalidGrant("This second factor is switched off after too many wrong codes in a row."
                    + " An administrator can reset it.");
        }
        return invalidGrant("The code was incorrect.");
    }

    public static Denial invalidRequest(String description) {
        return of(Status.BAD_REQUEST, OAuthErrorException.INVALID_REQUEST, description);
    }

    public static Denial missing(String parameter) {
        return invalidRequest("Missing parameter: " + parameter);
    }

    public static Denial invalidGrant(String description) {
        return of(Status.BAD_REQUEST, OAuthErrorException.INVALID_GRANT, description);
    }

    /** Keycloak's answer to a locked user, the same as to a wrong password. */
    public static Denial invalidCredentials() {
        return invalidGrant(INVALID_CREDENTIALS);
    }

    /** One answer for an unknown client and for failed client authentication (RFC 6749, 5.2). */
    public static Denial invalidClient() {
        return of(
                Status.UNAUTHORIZED,
                OAuthErrorException.INVALID_CLIENT,
                "Invalid client or Invalid client credentials");
    }

    public static Denial unauthorizedClient(String description) {
        return of(Status.BAD_REQUEST, OAuthErrorException.UNAUTHORIZED_CLIENT, description);
    }

    /** The login can only continue in a browser (draft-ietf-oauth-first-party-apps, 5.2.2). */
    public static Denial redirectToWeb(String description) {
        return of(Status.FORBIDDEN, "redirect_to_web", description);
    }

    public static Denial unavailable(String description) {
        return of(Status.SERVICE_UNAVAILABLE, OAuthErrorException.TEMPORARILY_UNAVAILABLE, description);
    }

    /** @param what sentence in front of the time to wait */
    public static Denial tooMany(String what, Duration retryAfter) {
        return tooManyAttempts(what + " Try again in " + Messages.inWords(retryAfter) + ".", retryAfter);
    }

    private static Denial tooManyAttempts(String description, Duration retryAfter) {
        return new Denial(Status.TOO_MANY_REQUESTS.getStatusCode(), "too_many_attempts", description, retryAfter);
    }

    /** Whether this must look like a wrong password. Keycloak's steps say so only in the description. */
    public boolean isInvalidCredentials() {
        return description.equals(INVALID_CREDENTIALS);
    }

    /** Response of the token endpoint and of the calls that applications make before it. */
    public Response token() {
        return token(Map.of());
    }

    /** @param more members of the body */
    Response token(Map<String, ?> more) {
        Response.ResponseBuilder answer =
                answer(new Body(error, description, more)).header(HttpHeaders.CACHE_CONTROL, "no-store");
        return (retryAfter == null ? answer : RetryAfter.on(answer, retryAfter)).build();
    }

    /** Response of the challenge endpoint, which sets the cache and browser headers itself. */
    public Response challenge() {
        return challenge(null, Map.of());
    }

    /**
     * Response of the challenge endpoint to a login that can continue.
     *
     * @param more members of the body
     */
    public Response challenge(@Nullable String authSession, Map<String, ?> more) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (authSession != null) {
            members.put("auth_session", authSession);
        }
        members.putAll(more);
        Response.ResponseBuilder answer = answer(new Body(error, description.isEmpty() ? null : description, members));
        if (retryAfter != null) {
            answer.header(HttpHeaders.RETRY_AFTER, RetryAfter.seconds(retryAfter));
        }
        return answer.build();
    }

    private Response.ResponseBuilder answer(Body body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }

    /** Keycloak's error body with additional members. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private static final class Body extends OAuth2ErrorRepresentation {

        private final Map<String, ?> more;

        Body(String error, @Nullable String description, Map<String, ?> more) {
            super(error, description);
            this.more = more;
        }

        @JsonAnyGetter
        public Map<String, ?> more() {
            return more;
        }
    }
}
