package dev.tenantmfa.wiring.doctor.finding;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong, or worth knowing.
 *
 * @param id does not change between versions
 * @param path to the execution, client, provider or setting
 * @param why what an attacker gains, or what users meet
 * @param users how many are concerned; null if no users are
 * @param usernames at most 100 of them; null unless they were asked for
 * @param fix a command
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Finding(
        @JsonProperty("id") String id,
        @JsonProperty("severity") Severity severity,
        @JsonProperty("path") String path,
        @JsonProperty("why") String why,
        @JsonProperty("users") @Nullable Long users,
        @JsonProperty("usernames") @Nullable List<String> usernames,
        @JsonProperty("fix") String fix) {

    /** How bad it is. */
    public enum Severity {
        /** Users get in without the second factor, or cannot get in. */
        ERROR,
        /** It may become an error, or users are asked in a way that they do not understand. */
        WARNING,
        /** Nothing is wrong. */
        NOTE;

        @JsonValue
        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static Finding of(String id, Severity severity, String path, String why, String fix) {
        return new Finding(id, severity, path, why, null, null, fix);
    }

    public Finding concerning(long count, @Nullable List<String> names) {
        return new Finding(id, severity, path, why, count, names, fix);
    }
}
