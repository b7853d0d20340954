package dev.tenantmfa.factor;

import dev.tenantmfa.factor.limit.FailuresInARow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The result of a code. Each login method turns it into a page, an OAuth error or a problem document. */
public sealed interface Verification {

    /** The code was correct and is used up. */
    record Accepted(FactorKind kind, String credentialId, Method method) implements Verification {

        /** With the usual method of the kind. */
        public Accepted(FactorKind kind, String credentialId) {
            this(kind, credentialId, kind.usually());
        }
    }

    /** Nothing was typed; does not count as an attempt. */
    record Missing() implements Verification {}

    /**
     * The code was wrong or used before; counted.
     *
     * @param method of the factor that checked it; null for a code of a kind that was not asked for, and for passwords
     */
    record Rejected(SecondFactor.Reason reason, @Nullable Method method) implements Verification {

        /** For a code whose factor is not known. */
        public Rejected(SecondFactor.Reason reason) {
            this(reason, null);
        }
    }

    /**
     * The input does not have the shape of any code of the user. Nothing was compared or counted. The user sees the
     * same message as for a wrong code.
     */
    record Malformed() implements Verification {}

    /**
     * The message code has expired. It was not checked or counted.
     *
     * @param method how it was sent
     */
    record Expired(Method method) implements Verification {}

    /**
     * Too many wrong codes; this one was not checked.
     *
     * @param retryAfter at least one second
     */
    record Blocked(Duration retryAfter) implements Verification {

        /** Rounded up, at least one; for display. */
        public long minutes() {
            return Math.max(1, (retryAfter.toSeconds() + 59) / 60);
        }

        /** What an API answers, in English. */
        public String description() {
            return "Too many attempts. Try again in " + minutes() + (minutes() == 1 ? " minute." : " minutes.");
        }
    }

    /** Keycloak's brute-force protector has locked the user; the code was not checked. */
    record Locked(boolean permanently) implements Verification {}

    /** Too many wrong codes in a row: no code of the user is checked until an access pass is used or a reset ({@link FailuresInARow}). */
    record SwitchedOff() implements Verification {}

    /** The stored secret cannot be opened, so the code was not checked; the server log says why. */
    record Unusable() implements Verification {}
}
