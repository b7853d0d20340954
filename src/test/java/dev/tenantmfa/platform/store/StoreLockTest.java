package dev.tenantmfa.platform.store;

import dev.tenantmfa.fixture.InMemorySingleUseStore;
import dev.tenantmfa.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StoreLockTest {

    private static final String KEY = "lock";

    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final InMemorySingleUseStore store = new InMemorySingleUseStore(clock);

    @Test
    void oneHasItAtATime() {
        assertThat(take("first")).isTrue();
        assertThat(take("second")).isFalse();

        StoreLock.release(store, KEY, "first");

        assertThat(take("second")).isTrue();
    }

    @Test
    void slowHolderDoesNotGiveBackTheLockOfTheNext() {
        take("slow");
        clock.advance(Duration.ofSeconds(61));
        assertThat(take("next")).isTrue();

        StoreLock.release(store, KEY, "slow");

        assertThat(take("third")).isFalse();
        StoreLock.release(store, KEY, "next");
        assertThat(take("third")).isTrue();
    }

    private boolean take(String holder) {
        return StoreLock.take(store, KEY, holder, Duration.ofSeconds(60));
    }
}
