package dev.tenantmfa.factor.limit;

import java.time.Duration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How long a user is told to wait. */
class AttemptLimiterWaitTest extends AttemptLimiterFixture {
    @Test
    void nobodyWaitsWhileASlotIsFree() {
        assertThat(limiter.retryAfter(clock.now())).isEmpty();
        fail(9);
        assertThat(limiter.retryAfter(clock.now())).isEmpty();
    }

    @Test
    void waitEndsWithTheOldestFailure() {
        fail(1);
        clock.advance(Duration.ofMinutes(20));
        fail(9);
        clock.advance(Duration.ofMinutes(10));

        assertThat(limiter.retryAfter(clock.now())).hasValue(Duration.ofMinutes(30));
    }

    @Test
    void whoWaitsAsLongAsToldIsLookedAt() {
        fail(10);
        clock.advance(Duration.ofMillis(1_250));
        Duration wait = limiter.retryAfter(clock.now()).orElseThrow();
        assertThat(wait.getNano()).isZero();

        clock.advance(wait.minusSeconds(1));
        assertThat(limiter.tryAcquire()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(limiter.tryAcquire()).isPresent();
    }

    @Test
    void waitIsThatOfTheFullWindowThatFreesLast() {
        AttemptLimiter strict = of("grace", 2, 2);
        fail(strict, 2);

        assertThat(strict.retryAfter(clock.now())).hasValue(DAY);
    }

    @Test
    void waitIsShortWhileAllSlotsAreBeingChecked() {
        for (int i = 0; i < 10; i++) {
            limiter.tryAcquire();
        }

        assertThat(limiter.retryAfter(clock.now())).hasValue(Duration.ofSeconds(5));
    }

    @Test
    void waitIsAtLeastASecond() {
        fail(10);

        assertThat(limiter.retryAfter(clock.now().plus(HOUR))).hasValue(Duration.ofSeconds(1));
        assertThat(limiter.retryAfter(clock.now().plus(HOUR).plusSeconds(30))).hasValue(Duration.ofSeconds(1));
        assertThat(limiter.retryAfter(clock.now().plus(HOUR).minusSeconds(2))).hasValue(Duration.ofSeconds(2));
    }
}
