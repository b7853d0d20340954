package dev.tenantmfa.it;

import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Counts what one request asks of the server's stores. The server also works in the background, such as for the expiry of
 * sessions, so the fewest of several runs count.
 */
public record RequestCounts(TestSupport support) {

    private static final int RUNS = 6;

    /**
     * The counts of a request, the caches being warm.
     *
     * @param prepared prepares a run, and gives the request that is counted
     */
    public Counts fewest(Supplier<Runnable> prepared) {
        Counts asking = IntStream.range(0, RUNS)
                .mapToObj(run -> of(() -> {}))
                .reduce(RequestCounts::lower)
                .orElseThrow();
        return IntStream.range(0, RUNS)
                .mapToObj(run -> of(prepared.get()))
                .reduce(RequestCounts::lower)
                .orElseThrow()
                .minus(asking);
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
