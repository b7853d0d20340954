package dev.tenantmfa.tenant.lock;

import dev.tenantmfa.fixture.InMemorySingleUseStore;
import dev.tenantmfa.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TenantLockTest {

    private static final String KEY = "lock";

    private final MovableClock clock = new MovableClock(Instant.EPOCH);
    private final InMemorySingleUseStore store = new InMemorySingleUseStore(clock);

    @Test
    void oneHasItAtATime() {
        assertThat(TenantLock.take(store, KEY, "first")).isTrue();
        assertThat(TenantLock.take(store, KEY, "second")).isFalse();

        TenantLock.release(store, KEY, "first");

        assertThat(TenantLock.take(store, KEY, "second")).isTrue();
    }

    @Test
    void slowHolderDoesNotGiveBackTheLockOfTheNext() {
        TenantLock.take(store, KEY, "slow");
        clock.advance(Duration.ofSeconds(61));
        assertThat(TenantLock.take(store, KEY, "next")).isTrue();

        TenantLock.release(store, KEY, "slow");

        assertThat(TenantLock.take(store, KEY, "third")).isFalse();
        TenantLock.release(store, KEY, "next");
        assertThat(TenantLock.take(store, KEY, "third")).isTrue();
    }
}
