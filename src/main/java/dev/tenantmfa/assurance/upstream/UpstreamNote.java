package dev.tenantmfa.assurance.upstream;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;

/**
 * Second factors that identity providers asked one user for, as the text of a note: {@code <user id> <provider id>:<epoch
 * second> …}. The ids are Keycloak's internal ones, so a provider that is deleted and created again under the same alias
 * is a different one.
 */
final class UpstreamNote {

    private static final String SEPARATOR = " ";
    private static final String TIME = ":";

    private UpstreamNote() {}

    /** The latest time of each provider; empty if the note is of another user. */
    static Map<String, Instant> read(@Nullable String note, @Nullable UserModel user) {
        Map<String, Instant> found = new TreeMap<>();
        if (note == null || user == null) {
            return found;
        }
        String[] parts = note.split(SEPARATOR);
        if (parts[0].equals(user.getId())) {
            Stream.of(parts).skip(1).forEach(part -> found.putAll(one(part)));
        }
        return found;
    }

    static String write(UserModel user, Map<String, Instant> times) {
        StringBuilder text = new StringBuilder(user.getId());
        times.forEach((provider, time) -> text.append(SEPARATOR).append(one(provider, time)));
        return text.toString();
    }

    /** Without a user, for a login whose user is not known yet. */
    static String one(String provider, Instant time) {
        return provider + TIME + time.getEpochSecond();
    }

    /** Reads what {@link #one(String, Instant)} wrote. */
    static Map<String, Instant> one(String text) {
        int colon = text.lastIndexOf(TIME);
        return Map.of(text.substring(0, colon), Instant.ofEpochSecond(Long.parseLong(text.substring(colon + 1))));
    }

    /** Adds times; the later one of a provider stays. */
    static void merge(Map<String, Instant> into, Map<String, Instant> more) {
        more.forEach((provider, time) -> into.merge(provider, time, (a, b) -> a.isAfter(b) ? a : b));
    }
}
