package dev.tenantmfa.mfa;

import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.platform.rest.Problem;
import jakarta.ws.rs.core.Response;

/**
 * Answers for a code or password that was not accepted. Not exceptions, because an exception would roll back what the
 * check has stored.
 */
final class Refused {

    private Refused() {}

    static Response code(Verification verification) {
        return answer(verification, Problem.of(400, "wrong_code", "The code was incorrect."));
    }

    static Response password(Verification verification) {
        return answer(verification, Problem.of(400, "wrong_password", "The password was incorrect."));
    }

    /** The same answer whichever of the two was wrong. */
    static Response passwordOrCode(Verification verification) {
        return answer(
                verification, Problem.of(400, "wrong_password_or_code", "The password or the code was incorrect."));
    }

    private static Response answer(Verification verification, Problem wrong) {
        return problem(verification, wrong).toResponse();
    }

    private static Problem problem(Verification verification, Problem wrong) {
        if (verification instanceof Verification.Blocked blocked) {
            return Problem.tooMany("too_many_attempts", blocked.description(), blocked.retryAfter());
        } else if (verification instanceof Verification.Locked) {
            return Problem.forbidden("account_locked", "The account is locked after too many failed logins.");
        } else if (verification instanceof Verification.Unusable) {
            return Problem.conflict(
                    "second_factor_unusable",
                    "This second factor cannot be used at the moment. Use another one or ask your administrator.");
        } else if (verification instanceof Verification.SwitchedOff) {
            return Problem.forbidden(
                    "second_factor_switched_off",
                    "The second factor is switched off after too many wrong codes in a row. An administrator can reset it.");
        } else if (verification instanceof Verification.Missing) {
            return Problem.invalid("code is empty.");
        }
        return wrong;
    }
}
