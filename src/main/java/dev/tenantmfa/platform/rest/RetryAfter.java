package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.keycloak.services.cors.Cors;

/** When a refused request may be sent again (RFC 9110, 10.2.3), readable by scripts of other origins too (Fetch, 3.3.5). */
public final class RetryAfter {

    private RetryAfter() {}

    /** Whole seconds, at least one. */
    public static Map<String, String> headers(Duration wait) {
        return Map.of(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, wait.toSeconds())));
    }

    /**
     * For an answer that one of Keycloak's endpoints sends. They know which headers they expose, and this is not one of
     * them; the answer's own list would be replaced by theirs.
     */
    public static Response.ResponseBuilder on(Response.ResponseBuilder answer, Duration wait) {
        Cors.builder().exposedHeaders(HttpHeaders.RETRY_AFTER);
        headers(wait).forEach(answer::header);
        return answer;
    }
}
