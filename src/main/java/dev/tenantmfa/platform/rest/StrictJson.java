package dev.tenantmfa.platform.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request as JSON: nothing but JSON, of a bounded size and depth, and no field twice. */
final class StrictJson {

    private static final int MOST_BYTES = 64 * 1024;

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(com.fasterxml.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(8).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonParser.Feature.ALLOW_COMMENTS)
            .build();

    private StrictJson() {}

    /**
     * @return null for what is not JSON
     * @throws Refusal 400 for a body that is too long, 415 for another media type
     */
    static @Nullable JsonNode read(HttpHeaders headers, @Nullable InputStream stream) {
        requireJson(headers.getMediaType());
        return parse(bytes(stream));
    }

    private static void requireJson(@Nullable MediaType type) {
        if (type == null
                || !type.getType().equalsIgnoreCase("application")
                || !type.getSubtype().equalsIgnoreCase("json")) {
            throw Problem.unsupportedMediaType().refusal();
        }
        String charset = type.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw Problem.unsupportedMediaType().refusal();
        }
    }

    private static byte[] bytes(@Nullable InputStream stream) {
        if (stream == null) {
            return new byte[0];
        }
        try {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw Problem.invalid("The body is too long.").refusal();
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable JsonNode parse(byte[] bytes) {
        if (isOfAnotherEncoding(bytes)) {
            throw Problem.invalid("The body must be UTF-8 JSON.").refusal();
        }
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw Problem.invalid("The body must be a UTF-8 JSON object without duplicate fields.")
                    .refusal();
        } catch (IOException e) {
            throw Problem.invalid("The body must be UTF-8 JSON.").refusal();
        }
    }

    /** The parser would read UTF-16 and UTF-32 too. JSON in UTF-8 has no zero bytes. */
    private static boolean isOfAnotherEncoding(byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                return true;
            }
        }
        return false;
    }
}
