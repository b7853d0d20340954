package dev.tenantmfa.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads events in chunks, newest first, until enough matching ones are found, since Keycloak's queries filter too
 * little.
 */
public final class EventChunks {

    /** Events read at once, but for the first time. */
    public static final int SIZE = 200;

    /** The most events that one call searches. */
    public static final int MOST_SEARCHED = 10_000;

    private EventChunks() {}

    /** Reads a part of the events. */
    @FunctionalInterface
    public interface Chunks<T> {

        /** The events from a position on, at most {@code size}; fewer if there are no more. */
        List<T> read(int first, int size);
    }

    /**
     * @param size of the first chunk, at least 1; the others have {@link #SIZE} events, so that few reads are enough if few match
     * @param chunks reads a chunk; one that is not full is the last
     * @param id returns the id of an event
     * @param max how many to find
     */
    public static <T> List<T> find(int size, Chunks<T> chunks, Function<T, String> id, Predicate<T> wanted, int max) {
        List<T> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        int read = size;
        for (int first = 0; first < MOST_SEARCHED; first += read, read = SIZE) {
            List<T> chunk = chunks.read(first, read);
            for (T event : chunk) {
                // A new event shifts the others, so the next chunk can begin with events of this one.
                if (seen.add(id.apply(event)) && wanted.test(event)) {
                    found.add(event);
                }
                if (found.size() == max) {
                    return found;
                }
            }
            if (chunk.size() < read) {
                break;
            }
        }
        return found;
    }
}
