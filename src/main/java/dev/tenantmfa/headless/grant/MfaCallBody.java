package dev.tenantmfa.headless.grant;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.headless.waiting.Denial;
import dev.tenantmfa.headless.waiting.OAuthRefusal;
import dev.tenantmfa.platform.rest.PlainText;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.http.HttpRequest;
import org.keycloak.util.JsonSerialization;

/** Body of a call to Auth0's MFA API. Applications send JSON or a form. Unknown fields are ignored, as in OAuth. */
public final class MfaCallBody {

    private static final int MOST_BYTES = 16 * 1024;
    private static final int LONGEST_VALUE = 4000;
    private static final String BEARER = "bearer ";

    private final MultivaluedMap<String, String> fields;
    private final @Nullable String authorization;

    private MfaCallBody(MultivaluedMap<String, String> fields, @Nullable String authorization) {
        this.fields = fields;
        this.authorization = authorization;
    }

    /** For a call without a body. */
    static MfaCallBody none(HttpRequest request) {
        return new MfaCallBody(
                new MultivaluedHashMap<>(), request.getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION));
    }

    /**
     * @throws OAuthRefusal if the body is neither JSON nor a form, is too long, or has a field twice or of another type
     */
    public static MfaCallBody read(HttpRequest request, @Nullable InputStream body) throws OAuthRefusal {
        MediaType type = mediaType(request);
        boolean form = type != null && MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type);
        if (!form && (type == null || !MediaType.APPLICATION_JSON_TYPE.isCompatible(type))) {
            throw new OAuthRefusal(
                    Denial.of(
                            Status.UNSUPPORTED_MEDIA_TYPE,
                            "invalid_request",
                            "The body must be a JSON object or a form."),
                    "");
        }
        MultivaluedMap<String, String> fields = form ? request.getDecodedFormParameters() : json(body);
        if (form && fields.values().stream().anyMatch(values -> values.size() > 1)) {
            throw invalid("duplicated parameter");
        }
        for (List<String> values : fields.values()) {
            if (values.stream().anyMatch(value -> value.length() > LONGEST_VALUE || !PlainText.is(value))) {
                throw invalid("A field is too long or contains control characters.");
            }
        }
        return new MfaCallBody(fields, request.getHttpHeaders().getHeaderString(HttpHeaders.AUTHORIZATION));
    }

    /** Reads the token from the bearer header or from the body. */
    public Optional<String> mfaToken() throws OAuthRefusal {
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Optional.of(authorization.substring(BEARER.length()).strip());
        }
        return text(MfaGrantType.MFA_TOKEN);
    }

    /** Empty if the field is missing or blank. */
    Optional<String> text(String field) throws OAuthRefusal {
        List<String> values = fields.get(field);
        if (values == null || values.isEmpty()) {
            return Optional.empty();
        }
        if (values.size() > 1) {
            throw invalid(field + " must be sent once.");
        }
        return Optional.of(values.get(0).strip()).filter(value -> !value.isEmpty());
    }

    /** Words of a list, or of a text separated by spaces. */
    public List<String> words(String field) {
        List<String> values = fields.containsKey(field) ? fields.get(field) : List.of();
        return values.stream()
                .flatMap(value -> Arrays.stream(value.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Whether the call identifies its client in any way. */
    public boolean namesClient() {
        boolean basic = authorization != null && authorization.regionMatches(true, 0, "basic ", 0, 6);
        return basic || Stream.of("client_id", "client_assertion").anyMatch(fields::containsKey);
    }

    /** The fields for Keycloak's client authentication. */
    MultivaluedMap<String, String> fields() {
        return fields;
    }

    private static MultivaluedMap<String, String> json(@Nullable InputStream body) throws OAuthRefusal {
        JsonNode object = parse(body);
        if (object == null || !object.isObject()) {
            throw invalid("The body must be a JSON object or a form.");
        }
        MultivaluedMap<String, String> fields = new MultivaluedHashMap<>();
        for (var entry : object.properties()) {
            JsonNode value = entry.getValue();
            if (value.isTextual()) {
                fields.add(entry.getKey(), value.textValue());
            } else if (value.isArray() && everyIsText(value)) {
                value.forEach(word -> fields.add(entry.getKey(), word.textValue()));
            } else if (!value.isNull()) {
                throw invalid(entry.getKey() + " must be a string or a list of strings.");
            }
        }
        return fields;
    }

    private static boolean everyIsText(JsonNode list) {
        for (JsonNode entry : list) {
            if (!entry.isTextual()) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable JsonNode parse(@Nullable InputStream body) throws OAuthRefusal {
        if (body == null) {
            return null;
        }
        try {
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw invalid("The body is too long.");
            }
            return JsonSerialization.mapper
                    .reader()
                    .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(bytes);
        } catch (IOException e) {
            // Not JSON or more than one value, a field twice, an encoding that JSON does not allow, or a client that
            // closed the connection.
            throw invalid("The body must be one JSON object without duplicate fields.");
        }
    }

    /** Null if the header is missing or is not a media type. */
    private static @Nullable MediaType mediaType(HttpRequest request) {
        try {
            return request.getHttpHeaders().getMediaType();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static OAuthRefusal invalid(String description) {
        return new OAuthRefusal(Denial.invalidRequest(description), "");
    }
}
