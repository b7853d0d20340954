package dev.tenantmfa.it;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Counts what one request asks of the server's stores. The server also works in the background, such as for reminders and the
 * expiry of sessions, so the fewest of several runs count.
 */
public record RequestCounts(TestSupport support) {

    private static final int RUNS = 6;
    private static final int MOST_RUNS = 20;

    /**
     * The counts of a request, the caches being warm.
     *
     * @param prepared prepares a run, and gives the request that is counted
     */
    public Counts fewest(Supplier<Runnable> prepared) {
        Counts asking = asking();
        return IntStream.range(0, RUNS)
                .mapToObj(run -> of(prepared.get()))
                .reduce(RequestCounts::lower)
                .orElseThrow()
                .minus(asking);
    }

    /**
     * As {@link #fewest}, but only until the budget is met: a busy machine works in the background during each of a few runs.
     *
     * @throws AssertionError if the runs ask for more than the budget
     */
    public void require(Counts budget, Supplier<Runnable> prepared) {
        Counts asking = asking();
        Counts fewest = of(prepared.get()).minus(asking);
        for (int run = 1; run < MOST_RUNS && !fewest.isWithin(budget); run++) {
            fewest = lower(fewest, of(prepared.get()).minus(asking));
        }
        if (!fewest.isWithin(budget)) {
            throw new AssertionError(fewest + " is more than " + budget);
        }
    }

    /** What is counted without a request. */
    private Counts asking() {
        return IntStream.range(0, RUNS)
                .mapToObj(run -> of(() -> {}))
                .reduce(RequestCounts::lower)
                .orElseThrow();
    }

    private Counts of(Runnable request) {
        Counts before = support.counts();
        request.run();
        return support.counts().minus(before);
    }

    private static Counts lower(Counts one, Counts other) {
        return new Counts(
                Math.min(one.statements(), other.statements()),
                Math.min(one.transactions(), other.transactions()),
                Math.min(one.singleUse(), other.singleUse()));
    }
}
