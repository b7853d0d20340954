package dev.tenantmfa.factor.limit;

import java.time.Duration;
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

/** The limits where many attempts run at the same time. */
class AttemptLimiterSharedTest extends AttemptLimiterFixture {
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
    void ofFailuresAtTheSameMomentOneIsTheLast() {
        List<AttemptLimiter.Ticket> taken = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            taken.add(limiter.tryAcquire().orElseThrow());
        }
        taken.forEach(ticket -> limiter.keep(ticket, clock.now()));

        assertThat(taken.stream().filter(limiter::wasLast)).hasSize(1);
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
