package dev.tenantmfa.setup.remote;

import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.SecondFactor;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.setup.PendingSetup;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;

/**
 * Result of checking the first code of a setup.
 *
 * @param step    of the code; -1 if it was not accepted
 * @param refusal null if the code was correct
 */
record FirstCode(long step, @Nullable Verification refusal) {

    /**
     * Checks a code.
     *
     * @param limited counts a wrong code and returns why a code is not accepted; not called for input that is not a
     *     code
     */
    static FirstCode check(
            PendingSetup pending,
            Optional<CodeInput> input,
            RealmModel realm,
            Function<Optional<Verification.Rejected>, Optional<? extends Verification>> limited) {
        if (input.isEmpty()) {
            return new FirstCode(-1, new Verification.Missing());
        }
        if (!input.get().isDigits(pending.digits())) {
            return new FirstCode(-1, new Verification.Malformed());
        }
        OptionalLong step = pending.stepOf(input.get(), realm, KeycloakClock.now());
        Optional<Verification.Rejected> wrong = step.isPresent()
                ? Optional.empty()
                : Optional.of(new Verification.Rejected(SecondFactor.Reason.WRONG, Method.TOTP));
        return new FirstCode(step.orElse(-1), limited.apply(wrong).orElse(null));
    }
}
