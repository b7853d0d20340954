package dev.tenantmfa.factor.limit;

import dev.tenantmfa.fixture.InMemorySingleUseStore;
import dev.tenantmfa.fixture.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

class AttemptLimiterTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00.900Z"));
    private final InMemorySingleUseStore store = new InMemorySingleUseStore(clock);
    private final AttemptLimiter limiter = of("ada", 10, 50);

    @Test
    void tenFailuresAnHourAreLookedAtAndNoMore() {
        fail(10);

        assertThat(limiter.tryAcquire()).isEmpty();
    }

    @Test
    void crowdTakesAllSlotsOfASharedWindowAndNoMore() {
        AttemptLimiter shared =
                new AttemptLimiter(store, List.of(new AttemptLimiter.Window("shared", 300, HOUR, true)));
        for (int i = 0; i < 300; i++) {
            shared.keep(shared.tryAcquire().orElseThrow(), clock.now());
        }
        assertThat(shared.retryAfter(clock.now()))
                .as("before it was found full")
                .isEmpty();
        assertThat(shared.tryAcquire()).isEmpty();
        assertThat(shared.retryAfter(clock.now())).hasValue(HOUR);

        clock.advance(HOUR);
        assertThat(shared.tryAcquire()).isPresent();
    }

    @Test
    void sharedWindowThatIsFullIsNotWalkedAgainForAMoment() {
        AttemptLimiter shared = new AttemptLimiter(store, List.of(new AttemptLimiter.Window("shared", 3, HOUR, true)));
        AttemptLimiter.Ticket first = shared.tryAcquire().orElseThrow();
        shared.tryAcquire();
        shared.tryAcquire();
        assertThat(shared.tryAcquire()).isEmpty();
        shared.release(first);
        assertThat(shared.tryAcquire()).as("still taken for full").isEmpty();

        clock.advance(Duration.ofSeconds(6));
        assertThat(shared.tryAcquire()).isPresent();
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

    @Test
    void ofFailuresAtTheSameMomentOneIsTheLast() {
        List<AttemptLimiter.Ticket> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(limiter.tryAcquire().orElseThrow());
        }
        taken.forEach(ticket -> limiter.keep(ticket, clock.now()));

        assertThat(taken.stream().filter(limiter::wasLast)).hasSize(1);
    }

    private AttemptLimiter.Ticket keep(AttemptLimiter which) {
        AttemptLimiter.Ticket ticket = which.tryAcquire().orElseThrow();
        which.keep(ticket, clock.now());
        return ticket;
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
    @Timeout(60)
    void parallelGuessesAreLookedAtTenTimes() throws Exception {
        AtomicInteger lookedAt = new AtomicInteger();

        inParallel(200, () -> {
            Optional<AttemptLimiter.Ticket> ticket = limiter.tryAcquire();
            if (ticket.isPresent()) {
                lookedAt.incrementAndGet();
                limiter.keep(ticket.get(), clock.now());
            }
            return null;
        });

        assertThat(lookedAt).hasValue(10);
        assertThat(limiter.retryAfter(clock.now())).hasValue(HOUR);
    }

    @Test
    @Timeout(60)
    void rightCodesInBetweenGainNothingForParallelGuesses() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        AtomicInteger turn = new AtomicInteger();

        inParallel(200, () -> {
            boolean right = turn.incrementAndGet() % 4 == 0;
            limiter.tryAcquire().ifPresent(ticket -> {
                if (right) {
                    limiter.release(ticket);
                } else {
                    failures.incrementAndGet();
                    limiter.keep(ticket, clock.now());
                }
            });
            return null;
        });
        while (limiter.tryAcquire().isPresent()) {
            failures.incrementAndGet();
        }

        assertThat(failures).hasValue(10);
    }

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

    @Test
    void peopleDoNotShareSlots() {
        fail(10);

        assertThat(of("grace", 10, 50).tryAcquire()).isPresent();
    }

    @Test
    void failuresOfAllNodesCountTogether() {
        fail(6);
        fail(of("ada", 10, 50), 4);

        assertThat(limiter.tryAcquire()).isEmpty();
    }

    private AttemptLimiter of(String person, int perHour, int perDay) {
        return new AttemptLimiter(
                store,
                List.of(
                        new AttemptLimiter.Window(person + ".hour", perHour, HOUR),
                        new AttemptLimiter.Window(person + ".day", perDay, DAY)));
    }

    private void fail(int times) {
        fail(limiter, times);
    }

    private void fail(AttemptLimiter limiter, int times) {
        for (int i = 0; i < times; i++) {
            limiter.keep(limiter.tryAcquire().orElseThrow(), clock.now());
        }
    }

    private static void inParallel(int threads, Callable<Void> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            for (Future<Void> one : running) {
                one.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
