package dev.tenantmfa.factor;

import dev.tenantmfa.factor.limit.FailuresInARow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of a code. Each door turns it into a page, an OAuth error or a problem document. */
public sealed interface Verification {

    /** The code was right and is used up. */
    record Accepted(FactorKind kind, String credentialId, Method method) implements Verification {

        /** By the usual method of the kind. */
        public Accepted(FactorKind kind, String credentialId) {
            this(kind, credentialId, kind.usually());
        }
    }

    /** Nothing was typed; no attempt. */
    record Missing() implements Verification {}

    /**
     * The code was wrong or used before; counted.
     *
     * @param kind of the factor that looked at it; null for a code of a kind that is not asked for, and for passwords
     */
    record Rejected(SecondFactor.Reason reason, @Nullable FactorKind kind) implements Verification {

        /** Where it is not known what the code was meant for. */
        public Rejected(SecondFactor.Reason reason) {
            this(reason, null);
        }
    }

    /**
     * What was typed has the shape of no code that the user can have. Nothing was compared and nothing was counted; the user
     * reads what is said of a wrong code.
     */
    record Malformed() implements Verification {}

    /** The time of a message code was over; it was not looked at and nothing was counted. */
    record Expired() implements Verification {}

    /**
     * Too many wrong codes; this one was not looked at.
     *
     * @param retryAfter at least one second
     */
    record Blocked(Duration retryAfter) implements Verification {

        /** Rounded up, at least one: for people. */
        public long minutes() {
            return Math.max(1, (retryAfter.toSeconds() + 59) / 60);
        }
    }

    /** Keycloak's brute-force protector holds the person; the code was not looked at. */
    record Locked(boolean permanently) implements Verification {}

    /** Too many wrong codes in a row: no code of the user is looked at until a reset ({@link FailuresInARow}). */
    record SwitchedOff() implements Verification {}

    /** The stored secret does not open, so the code could not be looked at; the server log says why. */
    record Unusable() implements Verification {}
}
