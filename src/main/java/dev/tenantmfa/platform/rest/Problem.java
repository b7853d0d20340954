package dev.tenantmfa.platform.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;

/**
 * A refusal as sent to the caller: {@code application/problem+json} (RFC 9457). The type is {@code about:blank}, so the
 * title is that of the HTTP status. Programs use {@link #code}, which never changes its meaning.
 *
 * @param code stable, lower case with underscores
 * @param detail one sentence to read; contains no secret and nothing that the caller may not know
 * @param headers to send
 */
public record Problem(int status, String code, String detail, Map<String, String> headers) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        headers = Map.copyOf(headers);
    }

    /** 400: the request itself is invalid; {@code detail} says where. */
    public static Problem invalid(String detail) {
        return of(400, "invalid_request", detail);
    }

    /** 401 without a usable token (RFC 6750, 3). */
    public static Problem unauthorized(String realm) {
        return new Problem(
                401,
                "invalid_token",
                "A valid access token of this realm with the audience tenant-mfa is required.",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"" + realm + "\", error=\"invalid_token\""));
    }

    /** 401: the token is valid, but its login is too old or too weak for this call (RFC 9470, 3). */
    public static Problem stepUp(Duration maxAge) {
        String challenge = "Bearer error=\"insufficient_user_authentication\", "
                + "error_description=\"A login with a second factor is required\", "
                + "acr_values=\"mfa\", max_age=\"" + maxAge.toSeconds() + "\"";
        return new Problem(
                401,
                "insufficient_user_authentication",
                "Log in again with your second factor. The login must be at most " + maxAge.toMinutes()
                        + " minutes old.",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }

    /** 401: the login is too old for this call, which needs no second factor (RFC 9470, 3). */
    public static Problem loginAgain(Duration maxAge) {
        String challenge = "Bearer error=\"insufficient_user_authentication\", "
                + "error_description=\"A recent login is required\", max_age=\"" + maxAge.toSeconds() + "\"";
        return new Problem(
                401,
                "insufficient_user_authentication",
                "Log in again. The login must be at most " + maxAge.toMinutes() + " minutes old.",
                Map.of(HttpHeaders.WWW_AUTHENTICATE, challenge));
    }

    public static Problem forbidden(String code, String detail) {
        return of(403, code, detail);
    }

    /** 404: does not exist, or the caller may not know of it. */
    public static Problem notFound() {
        return of(404, "not_found", "Resource not found.");
    }

    public static Problem conflict(String code, String detail) {
        return of(409, code, detail);
    }

    public static Problem unsupportedMediaType() {
        return of(415, "unsupported_media_type", "The body must be application/json in UTF-8.");
    }

    /** 429 with {@code Retry-After} in seconds. */
    public static Problem tooMany(String code, String detail, Duration retryAfter) {
        return new Problem(
                Response.Status.TOO_MANY_REQUESTS.getStatusCode(), code, detail, RetryAfter.headers(retryAfter));
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(status, code, detail, Map.of());
    }

    /** To be thrown if the problem cannot be returned; {@link RealmApi#answer} turns it into {@link #toResponse}. */
    public Refusal refusal() {
        return new Refusal(this);
    }

    public Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(new Body("about:blank", title(), status, detail, code));
        headers.forEach(response::header);
        return response.build();
    }

    private String title() {
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Refused" : known.getReasonPhrase();
    }

    @JsonInclude(JsonInclude.Include.ALWAYS)
    @JsonPropertyOrder({"type", "title", "status", "detail", "code"})
    record Body(String type, String title, int status, String detail, String code) {}
}
