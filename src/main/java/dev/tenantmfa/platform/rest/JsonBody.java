package dev.tenantmfa.platform.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tenantmfa.platform.TypedText;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a request, read strictly. Another media type is a 415. A body that is too long, is not a JSON
 * object or has duplicate fields, unknown fields or fields of another type is a 400. An explicit null counts as a
 * missing field.
 */
public final class JsonBody {

    /** The most characters of a code, invisible ones included, so that nobody can make us normalize much more. */
    private static final int MOST_TYPED = 512;

    private final JsonNode object;

    private JsonBody(JsonNode object) {
        this.object = object;
    }

    /**
     * @param known the allowed fields
     * @throws Refusal 400 or 415
     */
    public static JsonBody read(HttpHeaders headers, @Nullable InputStream stream, String... known) {
        return of(StrictJson.read(headers, stream), "The body must be a JSON object.", known);
    }

    /** Reads a text as {@link #read} reads a body; also what {@link #toString} gave. */
    public static JsonBody parse(String json, String... known) {
        return of(StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)), "It must be a JSON object.", known);
    }

    private static JsonBody of(@Nullable JsonNode node, String otherwise, String... known) {
        if (node == null || !node.isObject()) {
            throw Problem.invalid(otherwise).refusal();
        }
        Set<String> fields = Set.of(known);
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            if (!fields.contains(names.next())) {
                throw Problem.invalid(
                                "The body has an unknown field. Allowed fields: " + String.join(", ", known) + ".")
                        .refusal();
            }
        }
        return new JsonBody(node);
    }

    /** Returns this, without null in these fields: in a call that changes only what is sent, null may be a mistake. */
    public JsonBody withoutNull(String... fields) {
        Stream.of(fields).filter(field -> object.path(field).isNull()).forEach(field -> {
            throw Problem.invalid(field + " must not be null. Leave it out to keep its value.")
                    .refusal();
        });
        return this;
    }

    /** Whether the field is present and not null. */
    public boolean has(String field) {
        return object.hasNonNull(field);
    }

    /** Whether the field was sent, even as null. */
    public boolean names(String field) {
        return object.has(field);
    }

    /** A text of {@code least} to {@code most} characters after stripping, without control characters. */
    public String text(String field, int least, int most) {
        return optionalText(field, least, most).orElseThrow(() -> missing(field));
    }

    /** Same as {@link #text}; empty if the field is missing. */
    public Optional<String> optionalText(String field, int least, int most) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode node = object.get(field);
        String value = node.isTextual() ? node.textValue().strip() : "";
        int length = value.codePointCount(0, value.length());
        if (!node.isTextual() || length < least || length > most || !PlainText.is(value)) {
            throw Problem.invalid(field + " must be a string of " + least + " to " + most
                            + " characters without control characters.")
                    .refusal();
        }
        return Optional.of(value);
    }

    /**
     * A code as it was typed or pasted, with all characters that a form accepts too, invisible ones included: at least
     * one visible character and at most {@code most}.
     */
    public String typed(String field, int most) {
        if (!has(field)) {
            throw missing(field);
        }
        JsonNode node = object.get(field);
        String raw = node.isTextual() ? node.textValue() : "";
        String visible = raw.length() > MOST_TYPED ? "" : TypedText.plain(raw).strip();
        int length = visible.codePointCount(0, visible.length());
        if (length < 1 || length > most) {
            throw Problem.invalid(field + " must be a string of 1 to " + most + " characters.")
                    .refusal();
        }
        return raw;
    }

    /**
     * A password exactly as sent, blanks included, of at most {@code most} characters; empty if the field is missing.
     */
    public Optional<String> optionalPassword(String field, int most) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode node = object.get(field);
        if (!node.isTextual()
                || node.textValue().isEmpty()
                || node.textValue().length() > most
                || holdsHalfOfAPair(node.textValue())) {
            throw Problem.invalid(field + " must be a string of 1 to " + most + " characters.")
                    .refusal();
        }
        return Optional.of(node.textValue());
    }

    /**
     * Whether the text has half of a surrogate pair, which JSON can express: it has no bytes, so it cannot be hashed.
     */
    private static boolean holdsHalfOfAPair(String text) {
        return text.codePoints().anyMatch(point -> Character.getType(point) == Character.SURROGATE);
    }

    public boolean flag(String field) {
        return optionalFlag(field).orElseThrow(() -> missing(field));
    }

    /** Empty if the field is missing. */
    public Optional<Boolean> optionalFlag(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (!object.get(field).isBoolean()) {
            throw Problem.invalid(field + " must be true or false.").refusal();
        }
        return Optional.of(object.get(field).booleanValue());
    }

    /** A time with its offset from UTC (RFC 3339); empty if the field is missing or null. */
    public Optional<Instant> optionalTime(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        return Optional.of(
                JsonTime.parse(object.get(field).isTextual() ? object.get(field).textValue() : "")
                        .orElseThrow(() -> Problem.invalid(field + " must be a time such as 2027-01-31T08:00:00Z.")
                                .refusal()));
    }

    /** The texts of a list with at least one entry; empty if the field is missing or null. */
    public Optional<List<String>> optionalTexts(String field) {
        if (has(field) && texts(field).isEmpty()) {
            throw notTexts(field);
        }
        return Optional.of(field).filter(this::has).map(this::texts);
    }

    /** The texts of a list; an empty one if the field is missing or null. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        if (has(field)) {
            object.get(field).forEach(one -> texts.add(one.isTextual() ? one.textValue() : ""));
            if (!object.get(field).isArray() || texts.contains("")) {
                throw notTexts(field);
            }
        }
        return texts;
    }

    private static Refusal notTexts(String field) {
        return Problem.invalid(field + " must be a list of strings.").refusal();
    }

    /** The object in the field, with only these fields; an empty one if it is missing or null. */
    public JsonBody object(String field, String... known) {
        JsonNode node = has(field) ? object.get(field) : JsonNodeFactory.instance.objectNode();
        return of(node, field + " must be a JSON object.", known);
    }

    /** The object as it was sent, for {@link #parse}. */
    @Override
    public String toString() {
        return object.toString();
    }

    /** Same as {@link #number}; empty if the field is missing. */
    public OptionalInt optionalNumber(String field, int least, int most) {
        return has(field) ? OptionalInt.of(number(field, least, most)) : OptionalInt.empty();
    }

    public int number(String field, int least, int most) {
        if (!has(field)) {
            throw missing(field);
        }
        JsonNode node = object.get(field);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            throw Problem.invalid(field + " must be a whole number from " + least + " to " + most + ".")
                    .refusal();
        }
        return node.intValue();
    }

    /** One of the names of an enum, case-sensitive. */
    public <E extends Enum<E>> E choice(String field, Class<E> type) {
        return optionalChoice(field, type).orElseThrow(() -> missing(field));
    }

    /** Same as {@link #choice}; empty if the field is missing. */
    public <E extends Enum<E>> Optional<E> optionalChoice(String field, Class<E> type) {
        if (!has(field)) {
            return Optional.empty();
        }
        for (E constant : type.getEnumConstants()) {
            if (object.get(field).isTextual()
                    && constant.name().equals(object.get(field).textValue())) {
                return Optional.of(constant);
            }
        }
        throw Problem.invalid(field + " must be one of " + Arrays.toString(type.getEnumConstants()) + ".")
                .refusal();
    }

    private static Refusal missing(String field) {
        return Problem.invalid(field + " is missing.").refusal();
    }
}
