package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** JSON in tests. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    /** A record, map, list or node as JSON text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** A new empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A record or map as an object that can be changed. */
    public static ObjectNode object(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Sorts all lists of texts in it: Keycloak gives sets as lists, in the order of the moment. */
    public static JsonNode sortTexts(JsonNode node) {
        node.forEach(Json::sortTexts);
        if (node instanceof ArrayNode list
                && StreamSupport.stream(list.spliterator(), false).allMatch(JsonNode::isTextual)) {
            List<JsonNode> texts = new ArrayList<>();
            list.forEach(texts::add);
            texts.sort(Comparator.comparing(JsonNode::textValue));
            list.removeAll().addAll(texts);
        }
        return node;
    }
}
