package dev.tenantmfa.it.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.tenantmfa.it.actors.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Holds answers against {@code docs/openapi.yaml}: status, media type, headers and every field. */
public final class ApiContract {
    private static final String LOCATION = "https://tenant-mfa.test/openapi.json";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    /** What Keycloak itself answers to strangers of its administration. */
    private static final Set<Integer> KEYCLOAKS_OWN = Set.of(401, 403, 404);

    private static final JsonNode DOCUMENT = read();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V202012,
            builder -> builder.schemaLoaders(loaders -> loaders.schemas(Map.of(LOCATION, DOCUMENT.toString()))));
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private ApiContract() {}

    /** A call as the document names it, such as {@code GET /realms/{realm}/tenants/me}. */
    public record Operation(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All calls of the document. */
    public static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        DOCUMENT.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(name -> {
                    if (METHODS.contains(name)) {
                        operations.add(new Operation(name.toUpperCase(), path.getKey()));
                    }
                }));
        return operations;
    }

    /** The document itself. */
    public static JsonNode document() {
        return DOCUMENT;
    }

    /** The same answer, if it is one that the document allows for that call. */
    public static Answer checked(String method, Answer answer) {
        String path = template(answer.uri().getPath());
        boolean administration = path.startsWith("/admin/");
        JsonNode responses = DOCUMENT.at("/paths/" + escape(path) + "/" + method.toLowerCase() + "/responses");
        if (administration && KEYCLOAKS_OWN.contains(answer.status()) && !isProblem(answer)) {
            return answer;
        }
        JsonNode response = responses.get(Integer.toString(answer.status()));
        if (response == null) {
            throw new AssertionError("The document knows no such status for " + method + " " + path + ": " + answer);
        }
        String pointer = "/paths/" + escape(path) + "/" + method.toLowerCase() + "/responses/" + answer.status();
        if (response.has("$ref")) {
            pointer = response.get("$ref").asText().substring(1);
            response = DOCUMENT.at(pointer);
        }
        check(method + " " + path, answer, response, pointer);
        return answer;
    }

    private static void check(String call, Answer answer, JsonNode response, String pointer) {
        response.path("headers").fieldNames().forEachRemaining(header -> {
            if (answer.header(header).isEmpty()) {
                throw new AssertionError("No header " + header + " from " + call + ": " + answer);
            }
        });
        if (!answer.header("Cache-Control").orElse("").equals("no-store") && !call.contains("/admin/")) {
            throw new AssertionError("Not marked no-store: " + call);
        }
        if (!response.has("content")) {
            if (answer.bytes().length > 0) {
                throw new AssertionError("Expected no body from " + call + ": " + answer);
            }
            return;
        }
        String type = answer.header("Content-Type").orElse("").replaceAll(";.*", "");
        JsonNode content = response.get("content").get(type);
        if (content == null) {
            throw new AssertionError("Media type " + type + " is not that of " + call + ": " + answer);
        }
        if (!content.has("schema")) {
            return;
        }
        JsonSchema schema = SCHEMAS.getSchema(
                SchemaLocation.of(LOCATION + "#" + pointer + "/content/" + escape(type) + "/schema"), CONFIG);
        Set<ValidationMessage> violations = schema.validate(answer.json());
        if (!violations.isEmpty()) {
            throw new AssertionError(call + " answers against the document: " + violations + " in " + answer);
        }
    }

    private static boolean isProblem(Answer answer) {
        return answer.header("Content-Type").orElse("").startsWith("application/problem+json");
    }

    /** The most literal path of the document that fits. */
    private static String template(String path) {
        String best = null;
        for (Operation operation : operations()) {
            String pattern = Pattern.quote(operation.path()).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q");
            boolean better = best == null || literal(operation.path()) > literal(best);
            if (path.matches(pattern) && better) {
                best = operation.path();
            }
        }
        if (best == null) {
            throw new AssertionError("The document has no path for " + path);
        }
        return best;
    }

    private static int literal(String path) {
        return path.replaceAll("\\{[^}]+}", "").length();
    }

    private static String escape(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode read() {
        Path file = Path.of(System.getProperty("project.root", ""), "docs", "openapi.yaml");
        try {
            return new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
