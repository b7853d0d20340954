package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Bodies for a call, from its schema: plausible ones with something wrong.
 *
 * @param ids what stands where a person's id is wanted
 */
record JsonBodies(FuzzRealm world, List<String> ids, String mfaToken) {

    /** @param refused whether it must be refused, whoever sends it */
    record Body(String text, boolean refused) {}

    /** With nothing wrong but the codes. */
    String whole(Dice dice, ApiCall call) {
        return joined(fields(dice, call), List.of());
    }

    Body damaged(Dice dice, ApiCall call) {
        Map<String, String> fields = fields(dice, call);
        boolean refused = false;
        List<String> extra = new ArrayList<>();
        for (int left = 1 + dice.below(2); left > 0; left--) {
            List<String> names = new ArrayList<>(fields.keySet());
            String name = names.isEmpty() ? "x" : dice.of(names);
            switch (dice.below(12)) {
                case 0 -> fields.remove(name);
                case 1 -> {
                    extra.add("\"" + name + "\":" + Nasty.json(dice));
                    // Twice, unless it was taken out before.
                    refused |= call.isStrict() && fields.containsKey(name);
                }
                case 2 -> {
                    extra.add(Nasty.quoted("x" + Nasty.text(dice)) + ":" + Nasty.json(dice));
                    refused |= call.isStrict();
                }
                case 3 -> {
                    return new Body(broken(dice, joined(fields, extra)), true);
                }
                case 4 -> {
                    fields.put(name, "\"" + "x".repeat(100_000) + "\"");
                    refused = true;
                }
                default -> fields.put(name, Nasty.json(dice));
            }
        }
        return new Body(joined(fields, extra), refused);
    }

    private Map<String, String> fields(Dice dice, ApiCall call) {
        Map<String, String> fields = new LinkedHashMap<>();
        call.schema()
                .path("properties")
                .fields()
                .forEachRemaining(property -> fields.put(
                        property.getKey(), plausible(dice, property.getKey(), ApiCall.resolve(property.getValue()))));
        return fields;
    }

    private static String broken(Dice dice, String object) {
        return switch (dice.below(12)) {
            case 0 -> "";
            case 1 -> "[]";
            case 2 -> "null";
            case 3 -> "\"text\"";
            case 4 -> "[" + object + "]";
            case 5 -> object.substring(0, object.length() - 1);
            case 6 -> object + "]";
            case 7 -> object.replace("\"", "'") + "'";
            case 8 -> "/* */" + object;
            case 9 -> "{\"a\":".repeat(5_000);
            case 10 -> "[".repeat(20_000);
            default -> "\u0000" + object;
        };
    }

    private static String joined(Map<String, String> fields, List<String> extra) {
        String known = fields.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
                .collect(Collectors.joining(","));
        String more = String.join(",", extra);
        return "{" + known + (known.isEmpty() || more.isEmpty() ? "" : ",") + more + "}";
    }

    private String plausible(Dice dice, String name, JsonNode schema) {
        return switch (name) {
            case "password" -> Nasty.quoted(dice.chance(60) ? world.owner.password() : "wrong");
            case "code" -> Nasty.quoted(Nasty.GUESS);
            case "user_id", "owner_id" -> Nasty.quoted(dice.of(ids));
            case "mfa_token" -> Nasty.quoted(mfaToken);
            case "client_id" -> "\"demo-cli\"";
            case "challenge_type" -> "\"" + dice.oneOf("otp", "oob", "otp oob") + "\"";
            // Another policy, or a tenant that is shut, would hide the code behind it.
            case "required_for" -> "\"NONE\"";
            case "is_active" -> "true";
            default -> ofType(dice, name, schema);
        };
    }

    private String ofType(Dice dice, String name, JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").get(dice.below(schema.get("enum").size())).toString();
        }
        return switch (schema.path("type").asText()) {
            case "integer" -> "1";
            case "boolean" -> "true";
            case "array" -> "[" + ofType(dice, name, schema.get("items")) + "]";
            default ->
                schema.path("format").asText().equals("email")
                        ? "\"fuzz-" + dice.below(1_000_000) + "@example.test\""
                        : "\"" + name.replace('_', ' ') + " " + dice.below(1_000_000) + "\"";
        };
    }
}
