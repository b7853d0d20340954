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
 * One attempt within the limits: Keycloak's lock-out is asked, a slot of each limit is taken, the check runs, and the slots are
 * given back or kept. The check is committed before anybody acts on what it says.
 */
record GuardedAttempt(KeycloakSession session, RealmModel realm) {

    /** @param wasLast whether no further attempt is allowed for now, and nobody was told yet */
    record Verdict(Verification verification, boolean wasLast) {

        private static Verdict rejected(SecondFactor.Reason reason) {
            return new Verdict(new Verification.Rejected(reason), false);
        }
    }

    /**
     * @param check runs in a transaction of its own, with that transaction's session and the user as it is there; counts where
     *     it says {@link Verification.Rejected}
     */
    Verdict run(UserModel user, AttemptBudget budget, BiFunction<KeycloakSession, UserModel, Verification> check) {
        BruteForceGate gate = new BruteForceGate(session, realm);
        Optional<Verification.Locked> lock = gate.lockOn(user);
        if (lock.isPresent()) {
            return new Verdict(lock.get(), false);
        }
        Verdict verdict = isolated(user.getId(), budget, check);
        if (verdict.verification() instanceof Verification.Rejected && budget.tellsProtector()) {
            gate.reportFailure(user);
        }
        if (verdict.wasLast()) {
            session.getKeycloakSessionFactory().publish(new AttemptsUsedUp(realm.getName(), budget.isOfSession()));
        }
        return verdict;
    }

    private Verdict isolated(
            String userId, AttemptBudget budget, BiFunction<KeycloakSession, UserModel, Verification> check) {
        try {
            return OwnTransaction.call(session, "tenant-mfa code check", own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                own.getContext().setRealm(ownRealm);
                UserModel user = own.users().getUserById(ownRealm, userId);
                if (user == null) {
                    return Verdict.rejected(SecondFactor.Reason.WRONG);
                }
                return limited(own, ownRealm, user, budget, check);
            });
        } catch (OwnTransaction.Conflict e) {
            // The same credential was used by another request at the same moment: theirs counted, this one did not.
            return Verdict.rejected(SecondFactor.Reason.USED);
        }
    }

    private static Verdict limited(
            KeycloakSession own,
            RealmModel realm,
            UserModel user,
            AttemptBudget budget,
            BiFunction<KeycloakSession, UserModel, Verification> check) {
        Instant now = KeycloakClock.now();
        AttemptLimiter limiter = budget.limiter(own, realm, user);
        Optional<AttemptLimiter.Ticket> ticket = limiter.tryAcquire();
        if (ticket.isEmpty()) {
            Duration wait = limiter.retryAfter(now).orElse(Duration.ofSeconds(1));
            return new Verdict(new Verification.Blocked(wait), false);
        }
        Verification verification;
        try {
            verification = check.apply(own, user);
        } catch (RuntimeException e) {
            // Nothing was told about the code: an outage of a user storage must not use the person's attempts up.
            try {
                limiter.release(ticket.get());
            } catch (RuntimeException alsoFailed) {
                // Where the store is part of the transaction that just failed, the slots go with it.
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
        if (verification instanceof Verification.Rejected) {
            limiter.keep(ticket.get(), now);
            return new Verdict(verification, limiter.wasLast(ticket.get()));
        }
        limiter.release(ticket.get());
        return new Verdict(verification, false);
    }
}
