package dev.tenantmfa.wiring.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of a line.
 *
 * @param line number, from 1
 * @param reason a sentence; null if the line was imported
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Verdict(
        @JsonProperty("line") long line,
        @JsonProperty("status") Status status,
        @JsonProperty("reason") @Nullable String reason) {

    enum Status {
        IMPORTED,
        SKIPPED,
        FAILED;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Verdict imported(long line) {
        return new Verdict(line, Status.IMPORTED, null);
    }

    static Verdict skipped(long line, String reason) {
        return new Verdict(line, Status.SKIPPED, reason);
    }

    static Verdict failed(long line, String reason) {
        return new Verdict(line, Status.FAILED, reason);
    }
}
