package dev.tenantmfa.tenant.rest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values in JSON: times as RFC 3339 in UTC, unknown values as null. */
final class Json {

    private Json() {}

    static @Nullable String time(Optional<Instant> time) {
        return time.map(Json::time).orElse(null);
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
