package dev.tenantmfa.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Reads events in chunks, newest first, until enough matching ones are found, since Keycloak's queries filter too
 * little.
 */
public final class EventChunks {

    /** Events read at once if only some of them match. */
    public static final int SIZE = 200;

    /** The most events that one call searches. */
    public static final int MOST_SEARCHED = 10_000;

    private EventChunks() {}

    /**
     * @param size of a chunk, at least 1
     * @param chunks returns the chunk that begins at a position; a chunk that is not full is the last
     * @param id returns the id of an event
     * @param max how many to find
     */
    public static <T> List<T> find(
            int size, IntFunction<List<T>> chunks, Function<T, String> id, Predicate<T> wanted, int max) {
        List<T> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int first = 0; first < MOST_SEARCHED; first += size) {
            List<T> chunk = chunks.apply(first);
            for (T event : chunk) {
                // A new event shifts the others, so the next chunk can begin with events of this one.
                if (seen.add(id.apply(event)) && wanted.test(event)) {
                    found.add(event);
                }
                if (found.size() == max) {
                    return found;
                }
            }
            if (chunk.size() < size) {
                break;
            }
        }
        return found;
    }
}
