package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.tenant.ApiContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A call as {@code docs/openapi.yaml} has it; what is added there is attacked without a change here.
 *
 * @param query  names of its parameters
 * @param schema of its body; missing where it has none
 */
record ApiCall(String method, String path, List<String> query, JsonNode schema, boolean takesMfaToken) {

    static List<ApiCall> all() {
        return ApiContract.operations().stream().map(ApiCall::of).toList();
    }

    private static ApiCall of(ApiContract.Operation operation) {
        JsonNode call = ApiContract.document()
                .get("paths")
                .get(operation.path())
                .get(operation.method().toLowerCase());
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : call.path("parameters")) {
            JsonNode resolved = resolve(parameter);
            if (resolved.path("in").asText().equals("query")) {
                query.add(resolved.get("name").asText());
            }
        }
        JsonNode schema = resolve(call.at("/requestBody/content/application~1json/schema"));
        boolean mfaToken = call.path("security").findValue("mfaToken") != null;
        return new ApiCall(operation.method(), operation.path(), query, schema, mfaToken);
    }

    static JsonNode resolve(JsonNode node) {
        return node.has("$ref")
                ? ApiContract.document().at(node.get("$ref").asText().substring(1))
                : node;
    }

    boolean hasBody() {
        return !schema.isMissingNode();
    }

    /** Whether a field that it does not know is refused. */
    boolean isStrict() {
        return schema.path("additionalProperties").isBoolean()
                && !schema.path("additionalProperties").asBoolean();
    }

    boolean isAdministration() {
        return path.startsWith("/admin/");
    }

    boolean isOwnFactor() {
        return path.startsWith("/realms/{realm}/mfa/");
    }

    boolean changes() {
        return !method.equals("GET");
    }

    /** Whether it takes nothing that could be wrong with it, and leaves no tenant to attack. */
    boolean endsEverything() {
        return method.equals("DELETE") && path.endsWith("/tenants/me");
    }

    /** A method that the path does not serve. */
    String wrongMethod(Dice dice) {
        Set<String> served = new java.util.HashSet<>(Set.of("HEAD", "OPTIONS"));
        ApiContract.operations().stream()
                .filter(operation -> operation.path().equals(path))
                .forEach(operation -> served.add(operation.method()));
        List<String> others = new ArrayList<>(List.of(
                "GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "NONSENSE", "get", "HEAD", "OPTIONS"));
        others.removeIf(
                method -> served.contains(method) && !Set.of("HEAD", "OPTIONS").contains(method));
        return dice.of(others);
    }
}
