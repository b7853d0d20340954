package dev.tenantmfa.platform.rest;

import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Which part of a list is wanted.
 *
 * @param first entries to skip, from 0
 * @param max entries to return, from 1 to what the realm allows
 * @param search text that an entry must hold, taken letter for letter; empty is every entry
 */
public record Page(int first, int max, String search) {

    /** Entries, 1 to 1000, default 20; never more than {@link #LONGEST}. */
    public static final IntSetting USUAL =
            Setting.key("tenant-mfa.list-size").range(1, 1000).or(20);

    /** Entries, 1 to 1000, default 100. */
    public static final IntSetting LONGEST =
            Setting.key("tenant-mfa.max-list-size").range(1, 1000).or(100);

    private static final int LONGEST_SEARCH = 255;

    /** Reads {@code first}, {@code max} and {@code search}; a value that makes no sense is a 400. */
    public static Page of(RealmModel realm, MultivaluedMap<String, String> query) {
        int most = LONGEST.in(realm);
        return new Page(
                number(query, "first", 0, 0, Integer.MAX_VALUE - most),
                number(query, "max", Math.min(USUAL.in(realm), most), 1, most),
                search(query));
    }

    /** Reads {@code search} alone, for counts. */
    public static String search(MultivaluedMap<String, String> query) {
        String search = query.getFirst("search");
        if (search == null) {
            return "";
        }
        if (search.length() > LONGEST_SEARCH || !PlainText.is(search)) {
            throw Problem.invalid(
                            "search must have at most " + LONGEST_SEARCH + " characters and no control characters.")
                    .refusal();
        }
        return search.strip();
    }

    /** Reads {@code before}, a time in RFC 3339, which has years of four digits; empty where it is not given. */
    public static Optional<Instant> before(MultivaluedMap<String, String> query) {
        String before = query.getFirst("before");
        if (before == null) {
            return Optional.empty();
        }
        return Optional.of(time(before)
                .orElseThrow(() -> Problem.invalid("before must be a time such as 2026-01-31T12:00:00Z.")
                        .refusal()));
    }

    private static Optional<Instant> time(String text) {
        try {
            // Java knows years of ten digits, which no number of milliseconds can say.
            return Optional.of(Instant.parse(text)).filter(time -> text.matches("\\d{4}-.*"));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Reads a switch; empty where it is not given. */
    public static Optional<Boolean> flag(MultivaluedMap<String, String> query, String name) {
        @Nullable String value = query.getFirst(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.equals("true") && !value.equals("false")) {
            throw Problem.invalid(name + " must be true or false.").refusal();
        }
        return Optional.of(Boolean.valueOf(value));
    }

    private static int number(MultivaluedMap<String, String> query, String name, int absent, int least, int most) {
        String value = query.getFirst(name);
        if (value == null) {
            return absent;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw notInRange(name, least, most).refusal();
        }
        throw notInRange(name, least, most).refusal();
    }

    private static Problem notInRange(String name, int least, int most) {
        return Problem.invalid(name + " must be a whole number from " + least + " to " + most + ".");
    }
}
