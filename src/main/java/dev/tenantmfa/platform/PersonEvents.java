package dev.tenantmfa.platform;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.events.Event;
import org.keycloak.events.EventQuery;
import org.keycloak.events.EventStoreProvider;
import org.keycloak.events.EventType;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A user's events in Keycloak's store. The store cannot filter by a detail, so they are read in chunks until enough
 * matching ones are found.
 */
public final class PersonEvents {

    /** Events read at once. */
    static final int CHUNK = EventChunks.SIZE;

    /** The most events that one call searches. */
    public static final int MOST_SEARCHED = EventChunks.MOST_SEARCHED;

    private final EventStoreProvider store;
    private final RealmModel realm;
    private final UserModel person;
    private final EventType[] types;

    public PersonEvents(EventStoreProvider store, RealmModel realm, UserModel person, EventType... types) {
        this.store = store;
        this.realm = realm;
        this.person = person;
        this.types = types.clone();
    }

    /**
     * Newest first. Events older than the {@link #MOST_SEARCHED} latest ones are found only with {@code before}.
     *
     * @param before skips events of that time and later ones
     * @param max how many to find
     */
    public List<Event> find(Predicate<Event> wanted, Optional<Instant> before, int max) {
        return find(first -> chunk(first, before), wanted, max);
    }

    /** @param chunks returns the chunk that begins at a position; a chunk that is not full is the last */
    static List<Event> find(IntFunction<List<Event>> chunks, Predicate<Event> wanted, int max) {
        return EventChunks.find(CHUNK, (first, size) -> chunks.apply(first), Event::getId, wanted, max);
    }

    private List<Event> chunk(int first, Optional<Instant> before) {
        EventQuery query = store.createQuery()
                .realm(realm.getId())
                .user(person.getId())
                .type(types)
                .orderByDescTime()
                .firstResult(first)
                .maxResults(CHUNK);
        before.ifPresent(time -> query.toDate(time.toEpochMilli() - 1));
        try (Stream<Event> events = query.getResultStream()) {
            return events.toList();
        }
    }
}
