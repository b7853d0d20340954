package dev.tenantmfa.factor;

import dev.tenantmfa.factor.CodeFactor.Check;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a check.
 *
 * @param use what is still to be recorded in the transaction of the request before the code is accepted; empty for
 *     factors that recorded it themselves
 */
record Checked(Verification verification, Optional<CodeFactor.Use> use) {

    static Checked of(Verification verification) {
        return new Checked(verification, Optional.empty());
    }

    static Checked of(CodeFactor factor, Check.Accepted accepted) {
        return of(
                accepted.method() == null
                        ? new Verification.Accepted(factor.kind(), accepted.credentialId())
                        : new Verification.Accepted(factor.kind(), accepted.credentialId(), accepted.method()));
    }

    static Checked of(CodeFactor factor, Check.Claimed claimed) {
        return new Checked(of(factor, claimed.accepted()).verification(), Optional.of(claimed.use()));
    }

    /** Of the factor that accepted the code; null if none did. */
    @Nullable
    Method method() {
        return verification instanceof Verification.Accepted accepted ? accepted.method() : null;
    }
}
