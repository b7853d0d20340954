package dev.tenantmfa.platform.rest;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Map;
import org.keycloak.services.cors.Cors;

/**
 * When a refused request may be repeated (RFC 9110, 10.2.3), readable by scripts of other origins too (Fetch, 3.3.5).
 */
public final class RetryAfter {

    private static final String EXPOSED = "Access-Control-Expose-Headers";

    private RetryAfter() {}

    public static Map<String, String> headers(Duration wait) {
        return Map.of(HttpHeaders.RETRY_AFTER, seconds(wait), EXPOSED, HttpHeaders.RETRY_AFTER);
    }

    /** Whole seconds, at least one. */
    public static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.toSeconds()));
    }

    /**
     * For an answer of Keycloak's token endpoint, which replaces the list of exposed headers with its own. This adds to
     * that list.
     */
    public static Response.ResponseBuilder on(Response.ResponseBuilder answer, Duration wait) {
        Cors.builder().exposedHeaders(HttpHeaders.RETRY_AFTER);
        headers(wait).forEach(answer::header);
        return answer;
    }
}
