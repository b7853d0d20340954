package dev.tenantmfa.platform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Reads events in chunks, newest first, until enough of the wanted ones are found: Keycloak's queries filter too little. */
public final class EventChunks {

    /** Events that are read at once. */
    public static final int SIZE = 200;

    /** Events that one call looks through at most. */
    public static final int MOST_SEARCHED = 10_000;

    private EventChunks() {}

    /**
     * @param chunks the chunk that begins at that place; less than a full one is the last
     * @param id of an event
     * @param max how many to find
     */
    public static <T> List<T> find(IntFunction<List<T>> chunks, Function<T, String> id, Predicate<T> wanted, int max) {
        List<T> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int first = 0; first < MOST_SEARCHED; first += SIZE) {
            List<T> chunk = chunks.apply(first);
            for (T event : chunk) {
                // An event that comes in meanwhile moves the others on, and the next chunk begins with one of this.
                if (seen.add(id.apply(event)) && wanted.test(event)) {
                    found.add(event);
                }
                if (found.size() == max) {
                    return found;
                }
            }
            if (chunk.size() < SIZE) {
                break;
            }
        }
        return found;
    }
}
