package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    /** Sorts all lists of texts and of what has an id: Keycloak gives sets as lists, in the order of the moment. */
    public static JsonNode sortSets(JsonNode node) {
        node.forEach(Json::sortSets);
        if (node instanceof ArrayNode list) {
            List<JsonNode> items = new ArrayList<>();
            list.forEach(items::add);
            if (items.stream().allMatch(JsonNode::isTextual)) {
                items.sort(Comparator.comparing(JsonNode::textValue));
            } else if (items.stream().allMatch(item -> item.path("id").isTextual())) {
                items.sort(Comparator.comparing(item -> item.get("id").textValue()));
            }
            list.removeAll().addAll(items);
        }
        return node;
    }
}
