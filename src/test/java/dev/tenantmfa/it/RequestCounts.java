package dev.tenantmfa.it;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Counts what one request asks of the server's stores. The server also works in the background, such as for reminders and the
 * expiry of sessions, so the fewest of several runs count.
 *
 * @param now what the server has counted by now
 */
public record RequestCounts(Supplier<Counts> now) {

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
                .reduce(Counts::lower)
                .orElseThrow()
                .minus(asking);
    }

    /**
     * As {@link #fewest}, but only until the budget is met: a busy machine works in the background during each of a few runs.
     *
     * @return the fewest that were seen
     * @throws AssertionError if the runs ask for more than the budget
     */
    public Counts require(Counts budget, Supplier<Runnable> prepared) {
        Counts asking = asking();
        Counts fewest = of(prepared.get()).minus(asking);
        for (int run = 1; run < MOST_RUNS && !fewest.isWithin(budget); run++) {
            fewest = fewest.lower(of(prepared.get()).minus(asking));
        }
        if (!fewest.isWithin(budget)) {
            throw new AssertionError(fewest + " is more than " + budget);
        }
        return fewest;
    }

    /** What is counted without a request. */
    private Counts asking() {
        return IntStream.range(0, RUNS)
                .mapToObj(run -> of(() -> {}))
                .reduce(Counts::lower)
                .orElseThrow();
    }

    private Counts of(Runnable request) {
        Counts before = now.get();
        request.run();
        return now.get().minus(before);
    }
}
