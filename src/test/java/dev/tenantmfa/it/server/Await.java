package dev.tenantmfa.it.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another process does in its own time (a mail, an event, a log line) by asking again and again. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Limits are those of a machine that does nothing else; one that is shared may take several times as long. */
    private static final int SHARED = 6;

    private Await() {}

    /**
     * Asks until there is an answer.
     *
     * @param what what is awaited, for the message of the failure
     * @throws AssertionError when there is none within several times the limit
     */
    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> question) {
        Duration longest = limit.multipliedBy(SHARED);
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            Optional<T> answer = question.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("Waited " + longest.toSeconds() + " s in vain for " + what);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Asks until the condition holds; like {@link #value}. */
    public static void that(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
