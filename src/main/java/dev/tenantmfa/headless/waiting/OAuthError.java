package dev.tenantmfa.headless.waiting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/**
 * An error as OAuth words it (RFC 6749, 5.2).
 *
 * @param description one sentence; empty for none
 */
public record OAuthError(int status, String error, String description) {

    /** What all steps answer to an unknown person and to a wrong password, Keycloak's and ours. */
    private static final String INVALID_CREDENTIALS = "Invalid user credentials";

    public static OAuthError invalidRequest(String description) {
        return new OAuthError(400, "invalid_request", description);
    }

    /** An unknown client, or one that did not prove to be who it says (RFC 6749, 5.2), in one answer. */
    public static OAuthError invalidClient() {
        return new OAuthError(401, "invalid_client", "Invalid client or Invalid client credentials");
    }

    public static OAuthError unauthorizedClient(String description) {
        return new OAuthError(400, "unauthorized_client", description);
    }

    public static OAuthError redirectToWeb(String description) {
        return new OAuthError(403, "redirect_to_web", description);
    }

    /** What a step of a flow answered; empty for a page, a redirect or anything else that only a browser can show. */
    public static Optional<OAuthError> of(Response answer) {
        MediaType type = answer.getMediaType();
        if (!answer.hasEntity() || type == null || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            return Optional.empty();
        }
        return parse(answer.getEntity())
                .filter(body -> body.path("error").isTextual())
                .map(body -> new OAuthError(
                        answer.getStatus(),
                        body.path("error").textValue(),
                        body.path("error_description").asText("")));
    }

    /** Whether it may not be told apart from a wrong password. */
    public boolean isInvalidCredentials() {
        return description.equals(INVALID_CREDENTIALS);
    }

    public static String invalidCredentials() {
        return INVALID_CREDENTIALS;
    }

    private static Optional<JsonNode> parse(Object entity) {
        try {
            return Optional.of(
                    entity instanceof String text
                            ? JsonSerialization.mapper.readTree(text)
                            : JsonSerialization.mapper.valueToTree(entity));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
