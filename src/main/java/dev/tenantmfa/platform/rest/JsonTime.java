package dev.tenantmfa.platform.rest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Times in JSON: RFC 3339 in UTC; null for unknown ones. */
public final class JsonTime {

    private JsonTime() {}

    public static @Nullable String of(Optional<Instant> time) {
        return time.map(JsonTime::of).orElse(null);
    }

    public static String of(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
