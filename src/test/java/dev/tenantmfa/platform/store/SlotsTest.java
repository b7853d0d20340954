package dev.tenantmfa.platform.store;

import dev.tenantmfa.fixture.InMemorySingleUseStore;
import dev.tenantmfa.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.SingleUseObjectProvider;

import static org.assertj.core.api.Assertions.assertThat;

class SlotsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final InMemorySingleUseStore store = new InMemorySingleUseStore(clock);

    static Stream<Function<SlotsAndStore, Optional<String>>> waysToTake() {
        return Stream.of(
                both -> both.slots().take(both.store()), both -> both.slots().takeAny(both.store()));
    }

    record SlotsAndStore(Slots slots, SingleUseObjectProvider store) {}

    @ParameterizedTest
    @MethodSource("waysToTake")
    void eachSlotIsTakenOnceUntilThePeriodIsOver(Function<SlotsAndStore, Optional<String>> way) {
        for (int count : new int[] {1, 8, 9, 50}) {
            SlotsAndStore both = new SlotsAndStore(new Slots("slots-" + count, count, HOUR), store);
            Set<String> taken = new HashSet<>();
            for (int i = 0; i < count; i++) {
                taken.add(way.apply(both).orElseThrow());
            }

            assertThat(taken).hasSize(count);
            assertThat(way.apply(both)).isEmpty();
            clock.advance(HOUR.plusSeconds(1));
            assertThat(way.apply(both)).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 49})
    void returnedSlotIsTakenAgain(int number) {
        Slots slots = new Slots("slots", 50, HOUR);
        while (slots.takeAny(store).isPresent()) {
            // Until all are taken.
        }

        store.remove(slots.slot(number));

        assertThat(slots.takeAny(store)).contains(slots.slot(number));
        assertThat(slots.take(store)).isEmpty();
    }
}
