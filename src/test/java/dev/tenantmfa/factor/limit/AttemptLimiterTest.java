package dev.tenantmfa.factor.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptLimiterTest extends AttemptLimiterFixture {
    @Test
    void tenFailuresAnHourAreLookedAtAndNoMore() {
        fail(10);

        assertThat(limiter.tryAcquire()).isEmpty();
    }

    @Test
    void hourIsARollingOne() {
        fail(4);
        clock.advance(Duration.ofMinutes(30));
        fail(6);
        assertThat(limiter.tryAcquire()).isEmpty();

        clock.advance(Duration.ofMinutes(30));
        fail(4);

        assertThat(limiter.tryAcquire()).isEmpty();
        clock.advance(Duration.ofMinutes(29));
        assertThat(limiter.tryAcquire()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        fail(6);
        assertThat(limiter.tryAcquire()).isEmpty();
    }

    @Test
    void fiftyFailuresADayAreLookedAtAndNoMore() {
        for (int hour = 0; hour < 5; hour++) {
            fail(10);
            clock.advance(HOUR);
        }

        assertThat(limiter.tryAcquire()).isEmpty();
        assertThat(limiter.retryAfter(clock.now())).hasValue(DAY.minusHours(5));

        clock.advance(DAY.minusHours(5));
        fail(10);
        assertThat(limiter.tryAcquire()).isEmpty();
    }

    @Test
    void onlyTheFailureThatClosesAWindowIsTheLastOne() {
        for (int i = 1; i < 10; i++) {
            assertThat(limiter.wasLast(keep(limiter))).as("failure %d", i).isFalse();
        }

        assertThat(limiter.wasLast(keep(limiter))).isTrue();

        clock.advance(HOUR);
        assertThat(limiter.wasLast(keep(limiter))).isFalse();
    }

    @Test
    void freedSlotOfARollingWindowClosesItOnceMore() {
        AttemptLimiter strict = of("grace", 2, 50);
        keep(strict);
        clock.advance(Duration.ofMinutes(30));
        assertThat(strict.wasLast(keep(strict))).isTrue();

        clock.advance(Duration.ofMinutes(30));

        assertThat(strict.wasLast(keep(strict))).isTrue();
    }

    private AttemptLimiter.Ticket keep(AttemptLimiter which) {
        return which.keep(which.tryAcquire().orElseThrow(), clock.now());
    }

    @Test
    void fullDayTakesNoSlotOfTheHour() {
        AttemptLimiter strict = of("grace", 5, 2);
        fail(strict, 2);

        assertThat(strict.tryAcquire()).isEmpty();

        assertThat(store.keys().stream().filter(key -> key.startsWith("grace.hour.") && !key.endsWith(".failed")))
                .hasSize(2);
    }

    @Test
    void rightCodeGivesItsSlotsBack() {
        for (int i = 0; i < 100; i++) {
            limiter.release(limiter.tryAcquire().orElseThrow());
        }

        assertThat(store.keys()).isEmpty();
        fail(10);
        assertThat(limiter.tryAcquire()).isEmpty();
    }

    @Test
    void attemptOfSomebodyWithoutFailuresTakesNoSlotOfTheDay() {
        limiter.tryAcquire();

        assertThat(store.keys()).containsExactly("ada.hour.0");
    }

    @Test
    void attemptsThatBeganBeforeTheFirstFailureCountForTheDay() {
        AttemptLimiter strict = of("grace", 3, 4);
        List<AttemptLimiter.Ticket> underWay = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            underWay.add(strict.tryAcquire().orElseThrow());
        }
        assertThat(strict.tryAcquire()).isEmpty();
        underWay.forEach(ticket -> strict.keep(ticket, clock.now()));
        clock.advance(HOUR);

        AttemptLimiter.Ticket last = strict.tryAcquire().orElseThrow();
        assertThat(strict.tryAcquire()).isEmpty();

        assertThat(strict.wasLast(strict.keep(last, clock.now()))).isTrue();
        clock.advance(DAY.minus(HOUR));
        assertThat(strict.tryAcquire()).isPresent();
    }

    @Test
    void slotOfTheDayIsTakenFirstAsLongAsAnyFailureCounts() {
        AttemptLimiter strict = of("grace", 2, 2);
        fail(strict, 1);
        clock.advance(DAY.minus(HOUR));
        fail(strict, 1);
        assertThat(strict.tryAcquire()).isEmpty();
        clock.advance(HOUR);

        assertThat(strict.tryAcquire()).isPresent();

        assertThat(strict.tryAcquire()).isEmpty();
    }

    @Test
    void slotInTheMiddleIsTakenAgain() {
        List<AttemptLimiter.Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            tickets.add(limiter.tryAcquire().orElseThrow());
        }
        assertThat(limiter.tryAcquire()).isEmpty();

        limiter.release(tickets.get(4));

        assertThat(limiter.tryAcquire()).isPresent();
        assertThat(limiter.tryAcquire()).isEmpty();
    }

    @Test
    void attemptThatNeverEndsKeepsItsSlotForTheHourAlone() {
        for (int i = 0; i < 10; i++) {
            assertThat(limiter.tryAcquire()).isPresent();
        }
        assertThat(limiter.tryAcquire()).isEmpty();

        clock.advance(HOUR);

        assertThat(limiter.tryAcquire()).isPresent();
    }

    @Test
    void clearingFreesAllSlots() {
        fail(10);
        limiter.tryAcquire();

        limiter.clear();

        assertThat(store.keys()).isEmpty();
        assertThat(limiter.retryAfter(clock.now())).isEmpty();
        fail(10);
        assertThat(limiter.tryAcquire()).isEmpty();
    }
}
