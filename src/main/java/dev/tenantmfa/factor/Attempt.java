package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.AttemptsUsedUp;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.limit.AttemptLimiter;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * One attempt within the limits.
 *
 * @param inRequest whether the check runs in the session of the request, because nothing that it writes depends on a
 *     transaction; else it runs in its own transaction
 */
record Attempt(KeycloakSession session, RealmModel realm, UserModel user, AttemptBudget budget, boolean inRequest) {

    private static final String TRANSACTION = "tenant-mfa code check";

    /** @param wasLast whether no further attempt is allowed for now and this was not reported yet */
    record Verdict(Checked checked, boolean wasLast) {

        private static Verdict of(Verification verification) {
            return new Verdict(Checked.of(verification), false);
        }

        Verification verification() {
            return checked.verification();
        }
    }

    /**
     * @param check gets the session in which it runs, and the user as that session knows them; counts as a failure if it
     *     returns {@link Verification.Rejected}
     */
    Verdict run(BiFunction<KeycloakSession, UserModel, Checked> check) {
        BruteForceGate gate = new BruteForceGate(session, realm);
        Optional<Verification.Locked> lock = gate.lockOn(user);
        if (lock.isPresent()) {
            return Verdict.of(lock.get());
        }
        Verdict verdict = recorded(checked(check));
        if (verdict.verification() instanceof Verification.Rejected && budget.tellsProtector()) {
            gate.reportFailure(user);
        }
        if (verdict.wasLast()) {
            session.getKeycloakSessionFactory().publish(new AttemptsUsedUp(realm.getName(), budget.isOfSession()));
        }
        return verdict;
    }

    /** Refuses a code whose use cannot be recorded, and counts it as a failure, within the same limits. */
    private Verdict recorded(Verdict verdict) {
        return verdict.checked()
                .use()
                .flatMap(use -> use.record(session, realm, user))
                .map(reason ->
                        new Verification.Rejected(reason, verdict.checked().method()))
                .map(refusal -> checked((own, person) -> Checked.of(refusal)))
                .orElse(verdict);
    }

    private Verdict checked(BiFunction<KeycloakSession, UserModel, Checked> check) {
        return inRequest ? limited(session, realm, user, check) : isolated(check);
    }

    private Verdict isolated(BiFunction<KeycloakSession, UserModel, Checked> check) {
        try {
            return OwnTransaction.call(session, TRANSACTION, own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                own.getContext().setRealm(ownRealm);
                UserModel person = own.users().getUserById(ownRealm, user.getId());
                if (person == null) {
                    return Verdict.of(new Verification.Rejected(SecondFactor.Reason.WRONG));
                }
                return limited(own, ownRealm, person, check);
            });
        } catch (OwnTransaction.Conflict e) {
            // Another request used the same credential at the same moment; its attempt counts, this one does not.
            return Verdict.of(new Verification.Rejected(SecondFactor.Reason.USED));
        }
    }

    private Verdict limited(
            KeycloakSession own,
            RealmModel ownRealm,
            UserModel person,
            BiFunction<KeycloakSession, UserModel, Checked> check) {
        Instant now = KeycloakClock.now();
        AttemptLimiter limiter = budget.limiter(own, ownRealm, person);
        Optional<AttemptLimiter.Ticket> ticket = limiter.tryAcquire();
        if (ticket.isEmpty()) {
            Duration wait = limiter.retryAfter(now).orElse(Duration.ofSeconds(1));
            return Verdict.of(new Verification.Blocked(wait));
        }
        Checked checked;
        try {
            checked = check.apply(own, person);
        } catch (RuntimeException e) {
            // The result is unknown: an outage of a user storage must not use up the user's attempts.
            try {
                limiter.release(ticket.get());
            } catch (RuntimeException alsoFailed) {
                // If the store is part of the transaction that failed, the slots are rolled back with it.
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        if (checked.verification() instanceof Verification.Rejected) {
            return new Verdict(checked, limiter.wasLast(keep(limiter, ticket.get(), now)));
        }
        limiter.release(ticket.get());
        return new Verdict(checked, false);
    }

    /** Its notes are written when the transaction ends, and an error response would roll the request's back. */
    private AttemptLimiter.Ticket keep(AttemptLimiter limiter, AttemptLimiter.Ticket ticket, Instant now) {
        if (!inRequest) {
            return limiter.keep(ticket, now);
        }
        try {
            return OwnTransaction.call(
                    session,
                    TRANSACTION,
                    own -> budget.limiter(own, realm, user).keep(ticket, now));
        } catch (OwnTransaction.Conflict e) {
            throw new IllegalStateException(e);
        }
    }
}
