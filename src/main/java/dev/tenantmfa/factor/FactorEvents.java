package dev.tenantmfa.factor;

import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;

/** What of a code check stands in an event: which kind of factor, and why not. Never the code. */
public final class FactorEvents {

    /** Detail: id of the kind of factor that was used. */
    public static final String FACTOR = "second_factor";

    private FactorEvents() {}

    /** Adds details to the event of the login that runs. */
    public static void describe(EventBuilder event, Verification verification) {
        if (verification instanceof Verification.Accepted accepted) {
            event.detail(FACTOR, accepted.kind().id());
            event.detail(Details.SELECTED_CREDENTIAL_ID, accepted.credentialId());
        } else {
            reasonOf(verification).ifPresent(reason -> event.detail(Details.REASON, reason));
        }
    }

    /** The error of the event; empty where the code was accepted, or none was given. */
    public static Optional<String> errorOf(Verification verification) {
        if (verification instanceof Verification.Rejected || verification instanceof Verification.Blocked) {
            return Optional.of(Errors.INVALID_USER_CREDENTIALS);
        } else if (verification instanceof Verification.Locked locked) {
            return Optional.of(locked.permanently() ? Errors.USER_DISABLED : Errors.USER_TEMPORARILY_DISABLED);
        } else if (verification instanceof Verification.Unusable) {
            return Optional.of("second_factor_unusable");
        }
        return Optional.empty();
    }

    private static Optional<String> reasonOf(Verification verification) {
        if (verification instanceof Verification.Rejected rejected) {
            return Optional.of(rejected.reason().id());
        } else if (verification instanceof Verification.Blocked) {
            return Optional.of("too_many_attempts");
        } else if (verification instanceof Verification.Unusable) {
            return Optional.of("secret_does_not_open");
        } else if (verification instanceof Verification.Expired) {
            return Optional.of("expired_code");
        }
        return Optional.empty();
    }
}
