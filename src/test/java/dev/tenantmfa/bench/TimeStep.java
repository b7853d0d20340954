package dev.tenantmfa.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Keeps two rounds of logins by the same people in different time steps: a code is good once. */
final class TimeStep {

    private static final Duration LENGTH = Duration.ofSeconds(30);

    private TimeStep() {}

    /** Waits until whoever has just logged in has another code. */
    static void letPass() {
        letPassSince(Instant.now());
    }

    /** Waits until whoever logged in at that moment has another code. */
    static void letPassSince(Instant login) {
        Instant end = login.plus(LENGTH);
        while (Instant.now().isBefore(end)) {
            LockSupport.parkUntil(end.toEpochMilli());
        }
    }
}
