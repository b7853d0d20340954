package dev.tenantmfa.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.keycloak.events.Event;

import static org.assertj.core.api.Assertions.assertThat;

class PersonEventsTest {

    private static final String WANTED = "wanted";

    private final List<Integer> reads = new ArrayList<>();

    @Test
    void wantedOnesAreFoundBehindManyOthers() {
        List<Event> stored = others(5 * PersonEvents.CHUNK + 7);
        stored.add(event("first", true));
        stored.add(event("second", true));

        assertThat(find(from(stored), 20)).containsExactly("first", "second");
    }

    @Test
    void nothingIsReadOnceThereAreEnough() {
        List<Event> stored = others(PersonEvents.CHUNK - 1);
        stored.add(0, event("first", true));
        stored.add(event("second", true));

        assertThat(find(from(stored), 1)).containsExactly("first");
        assertThat(reads).containsExactly(0);
    }

    @Test
    void readsEndWithTheEvents() {
        assertThat(find(from(others(PersonEvents.CHUNK)), 1)).isEmpty();
        assertThat(reads).containsExactly(0, PersonEvents.CHUNK);
    }

    @Test
    void readsEndSomewhere() {
        IntFunction<List<Event>> endless = first -> {
            reads.add(first);
            return others(first, PersonEvents.CHUNK);
        };

        assertThat(find(endless, 1)).isEmpty();
        assertThat(reads).hasSize(PersonEvents.MOST_SEARCHED / PersonEvents.CHUNK);
    }

    @Test
    void eventThatComesInBetweenTwoReadsShowsNothingTwice() {
        List<Event> stored = others(2 * PersonEvents.CHUNK);
        stored.set(PersonEvents.CHUNK - 1, event("last of the first chunk", true));
        IntFunction<List<Event>> chunks = first -> {
            List<Event> chunk = from(stored).apply(first);
            stored.add(0, event("newer " + first, true));
            return chunk;
        };

        assertThat(find(chunks, 20)).containsExactly("last of the first chunk");
    }

    private static List<String> find(IntFunction<List<Event>> chunks, int max) {
        return PersonEvents.find(
                        chunks,
                        event ->
                                event.getDetails() != null && event.getDetails().containsKey(WANTED),
                        max)
                .stream()
                .map(Event::getId)
                .toList();
    }

    private IntFunction<List<Event>> from(List<Event> stored) {
        return first -> {
            reads.add(first);
            return stored.stream().skip(first).limit(PersonEvents.CHUNK).toList();
        };
    }

    private static List<Event> others(int count) {
        return others(0, count);
    }

    private static List<Event> others(int first, int count) {
        return new ArrayList<>(IntStream.range(first, first + count)
                .mapToObj(number -> event("other " + number, false))
                .toList());
    }

    private static Event event(String id, boolean wanted) {
        Event event = new Event();
        event.setId(id);
        event.setDetails(wanted ? Map.of(WANTED, "true") : null);
        return event;
    }
}
