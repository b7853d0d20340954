package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Bodies of calls that would change the tenant, but for one thing that is wrong with them. */
record RefusedBodies(Guarded guarded) {

    /** All right, and with an effect. */
    String effective(Dice dice, ApiCall call) {
        return joined(fields(dice, call));
    }

    /** The same with one thing wrong. */
    String wrong(Dice dice, ApiCall call) {
        Map<String, String> fields = fields(dice, call);
        String name = dice.of(List.copyOf(fields.keySet()));
        String whole = joined(fields);
        String open = whole.substring(0, whole.length() - 1);
        return switch (dice.below(8)) {
            case 0 -> whole + dice.oneOf("]", "{}", "x", "\u0000");
            case 1 -> open + dice.oneOf("", ",}", ",\"x\":1}");
            case 2 -> open + ",\"" + name + "\":" + fields.get(name) + "}";
            default -> {
                fields.put(name, wrong(dice, ApiCall.resolve(call.schema().at("/properties/" + name))));
                yield joined(fields);
            }
        };
    }

    private Map<String, String> fields(Dice dice, ApiCall call) {
        Map<String, String> fields = new LinkedHashMap<>();
        call.schema()
                .path("properties")
                .fields()
                .forEachRemaining(property -> fields.put(
                        property.getKey(), value(dice, property.getKey(), ApiCall.resolve(property.getValue()))));
        return fields;
    }

    private String value(Dice dice, String name, JsonNode schema) {
        String text = "wrong-" + dice.below(1_000_000);
        if (schema.has("enum")) {
            return schema.get("enum").get(dice.below(schema.get("enum").size())).toString();
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> "false";
            case "integer" -> Integer.toString(10 + dice.below(80));
            default ->
                Nasty.quoted(
                        name.endsWith("_id")
                                ? guarded.admin().id()
                                : schema.path("format").asText().equals("email") ? text + "@example.test" : text);
        };
    }

    private static String wrong(Dice dice, JsonNode schema) {
        if (schema.has("enum")) {
            return dice.oneOf("\"NOBODY\"", "\"owner\"", "\"\"", "1", "[]", "{}", "true");
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> dice.oneOf("\"false\"", "0", "[false]", "{}", "\"\"");
            case "integer" -> dice.oneOf("-1", moreThanMost(schema), "1.5", "\"1\"", "[1]", "1e999", "4294967297");
            default ->
                dice.oneOf("1", "true", "[]", "{}", "\"\"", "\" \"", "\"a\\u0000b\"", "\"" + "x".repeat(10_000) + "\"");
        };
    }

    private static String moreThanMost(JsonNode schema) {
        return Long.toString(schema.path("maximum").asLong() + 1);
    }

    private static String joined(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
