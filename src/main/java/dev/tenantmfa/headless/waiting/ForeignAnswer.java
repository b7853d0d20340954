package dev.tenantmfa.headless.waiting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.util.JsonSerialization;

/** Reads the answer of a step that is not part of this extension, such as Keycloak's password step. */
public final class ForeignAnswer {

    private ForeignAnswer() {}

    /** Empty for a page, a redirect or any other answer that only a browser can show. */
    public static Optional<Denial> read(Response answer) {
        MediaType type = answer.getMediaType();
        if (!answer.hasEntity() || type == null || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            return Optional.empty();
        }
        return parse(answer.getEntity())
                .filter(body -> body.path("error").isTextual())
                .map(body -> new Denial(
                        answer.getStatus(),
                        body.path("error").textValue(),
                        body.path("error_description").asText(""),
                        null));
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
