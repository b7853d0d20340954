package dev.tenantmfa.platform.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times in JSON: RFC 3339 in UTC; null for unknown ones. */
public final class JsonTime {

    /** RFC 3339 has four-digit years, and what is computed from a time, such as the end of a grace period, must have them too. */
    private static final Instant END = Instant.parse("9990-01-01T00:00:00Z");

    private JsonTime() {}

    /** A time with its offset from UTC; empty if it is not one that can be written in RFC 3339. */
    public static Optional<Instant> parse(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant())
                    .filter(time -> Character.isDigit(text.charAt(0)) && time.isBefore(END));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static @Nullable String of(Optional<Instant> time) {
        return time.map(JsonTime::of).orElse(null);
    }

    public static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
