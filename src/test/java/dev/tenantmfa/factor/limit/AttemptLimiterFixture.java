package dev.tenantmfa.factor.limit;

import dev.tenantmfa.fixture.InMemorySingleUseStore;
import dev.tenantmfa.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;

/** A limiter of ten attempts an hour and fifty a day. */
abstract class AttemptLimiterFixture {
    static final Duration HOUR = Duration.ofHours(1);
    static final Duration DAY = Duration.ofDays(1);

    final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00.900Z"));
    final InMemorySingleUseStore store = new InMemorySingleUseStore(clock);
    final AttemptLimiter limiter = of("ada", 10, 50);

    AttemptLimiter of(String person, int perHour, int perDay) {
        return AttemptLimiter.nested(
                store,
                new AttemptLimiter.Window(person + ".hour", perHour, HOUR),
                new AttemptLimiter.Window(person + ".day", perDay, DAY));
    }

    void fail(int times) {
        fail(limiter, times);
    }

    void fail(AttemptLimiter limiter, int times) {
        for (int i = 0; i < times; i++) {
            limiter.keep(limiter.tryAcquire().orElseThrow(), clock.now());
        }
    }
}
