package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.CodesBlocked;
import dev.tenantmfa.factor.event.WrongCode;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.limit.FailuresInARow;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.store.SingleUse;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * The only way to check a code. It checks Keycloak's lock, takes a slot of each limit and runs the attempt. An accepted
 * code is used up and the slots are released; a wrong code keeps the slots and is reported to Keycloak's brute-force
 * protector.
 *
 * <p>What the attempt writes is committed before a login method acts on the result: in its own transaction, unless it only takes
 * keys of a store that changes at once. Otherwise a later error in the same request, or an error response of Keycloak, would roll
 * back the use of a code, which could then be used again, and the count of a failure. What a factor still has to record after that is written in the transaction of
 * the request, and can refuse the code.
 */
public final class CodeCheck {

    /** A correct attempt that is not the code of a stored factor; used only within this class. */
    private static final Verification CORRECT = new Verification.Accepted(FactorKind.TOTP, "");

    private final KeycloakSession session;
    private final RealmModel realm;

    private CodeCheck(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** For the realm of the session's context. */
    public static CodeCheck of(KeycloakSession session) {
        return new CodeCheck(session, session.getContext().getRealm());
    }

    /**
     * Checks a typed code and uses it up if it is correct. Call it only after the first factor was correct in the same
     * attempt: a stranger must not be able to use up a user's attempts.
     *
     * @param budget what a failure counts against
     * @param raw as typed; null or blank does not count as an attempt
     * @param only kinds that are checked. A code of another kind is wrong there, is counted, and is not used up.
     */
    public Verification verify(UserModel user, AttemptBudget budget, @Nullable String raw, Set<FactorKind> only) {
        return verify(user, budget, only, CodeInput.of(raw));
    }

    /** As {@link #verify(UserModel, AttemptBudget, String, Set)}, of all kinds that users type. */
    public Verification verify(UserModel user, AttemptBudget budget, @Nullable String raw) {
        return verify(user, budget, FactorKind.TYPED, CodeInput.of(raw));
    }

    /**
     * As {@link #verify(UserModel, AttemptBudget, String)}, under a bearer token: a failure counts only against the
     * user's sessions, not against the user's logins or in Keycloak's protector. A user whom the protector locked is
     * refused here too.
     */
    public Verification verifyInSession(UserModel user, UserSessionModel userSession, @Nullable String raw) {
        return verify(user, AttemptBudget.ofSession(userSession), raw);
    }

    /**
     * What refuses any code of the user, whatever it is: for calls that check something else before the code, whose answer must not tell
     * whether that was correct.
     */
    public Optional<Verification> refusalOfAny(UserModel user, @Nullable String raw) {
        if (CodeInput.of(raw).isEmpty()) {
            return Optional.of(new Verification.Missing());
        }
        return new FailuresInARow(session, realm).isReached(user)
                ? Optional.of(new Verification.SwitchedOff())
                : Optional.empty();
    }

    /** Checks the answer to a message. A failure counts against the given budget. */
    public Verification verifyMessageCode(
            UserModel user, AttemptBudget budget, MessageChallenge challenge, @Nullable String raw) {
        return verify(
                user,
                budget,
                Set.of(FactorKind.MESSAGE_CODE),
                CodeInput.of(raw).map(code -> code.inReplyTo(challenge)));
    }

    /**
     * Checks the user's password under a bearer token, within the same limit as codes: a token must not become a way of
     * guessing passwords.
     *
     * @return why it was not accepted; empty if it was correct
     */
    public Optional<Verification> refusalOfPassword(UserModel user, UserSessionModel userSession, String password) {
        return refusalOf(
                user,
                AttemptBudget.ofSession(userSession),
                own -> own.credentialManager().isValid(UserCredentialModel.password(password))
                        ? Optional.empty()
                        : Optional.of(new Verification.Rejected(SecondFactor.Reason.WRONG_PASSWORD)));
    }

    /**
     * Checks something other than the code of a stored factor, such as the first code of a setup, under the same rules.
     *
     * @param check returns the refusal, if any; runs in the attempt's transaction, with the user as stored there
     * @return why it was not accepted; empty if it was correct
     */
    public Optional<Verification> refusalOf(
            UserModel user, AttemptBudget budget, Function<UserModel, Optional<Verification.Rejected>> check) {
        Attempt.Verdict verdict = new Attempt(session, realm, user, budget, false)
                .run((own, person) -> Checked.of(check.apply(person)
                        .<Verification>map(Function.identity())
                        .orElse(CORRECT)));
        if (blocksLogins(budget, verdict)) {
            publishBlocked(user);
        }
        Verification verification = verdict.verification();
        return verification.equals(CORRECT) ? Optional.empty() : Optional.of(verification);
    }

    private Verification verify(
            UserModel user, AttemptBudget budget, Set<FactorKind> kinds, Optional<CodeInput> input) {
        if (input.isEmpty()) {
            return new Verification.Missing();
        }
        Verification verification = counted(user, budget, kinds, input.get());
        session.getKeycloakSessionFactory().publish(new CodeChecked(session, realm, user, verification));
        return verification;
    }

    private Verification counted(UserModel user, AttemptBudget budget, Set<FactorKind> kinds, CodeInput input) {
        FailuresInARow failures = new FailuresInARow(session, realm);
        boolean off = failures.isReached(user);
        if (off && !mayBePass(user, kinds, input)) {
            return new Verification.SwitchedOff();
        }
        Set<FactorKind> on = off ? Set.of(FactorKind.ACCESS_PASS) : kinds;
        Attempt.Verdict verdict = new Attempt(session, realm, user, budget, needsNoTransaction(user, on, input))
                .run((own, person) -> CodeMatch.check(own, person, on, input, KeycloakClock.now()));
        if (verdict.verification() instanceof Verification.Accepted) {
            failures.end(user);
        } else if (!off
                && verdict.verification() instanceof Verification.Rejected rejected
                && rejected.reason() != SecondFactor.Reason.USED) {
            // A client that repeats a used code already had it, so it is not guessing.
            publishWrongCode(user, failures, !budget.isOfSession(), verdict.wasLast());
        } else if (blocksLogins(budget, verdict)) {
            publishBlocked(user);
        }
        return verdict.verification();
    }

    private boolean mayBePass(UserModel user, Set<FactorKind> kinds, CodeInput input) {
        return kinds.contains(FactorKind.ACCESS_PASS) && AccessPasses.mayAccept(session, user, input.text());
    }

    private boolean needsNoTransaction(UserModel user, Set<FactorKind> kinds, CodeInput input) {
        return SingleUse.isAtOnce(session)
                && SecondFactors.of(session)
                        .checkedFor(user)
                        .filter(factor -> kinds.contains(factor.kind()) && factor.takes(realm, user, input))
                        .allMatch(factor -> factor.onlyClaims(realm, user));
    }

    private static boolean blocksLogins(AttemptBudget budget, Attempt.Verdict verdict) {
        return !budget.isOfSession() && verdict.wasLast();
    }

    private void publishBlocked(UserModel user) {
        session.getKeycloakSessionFactory().publish(new CodesBlocked(session, realm, user));
    }

    private void publishWrongCode(UserModel user, FailuresInARow failures, boolean atLogin, boolean wasLast) {
        int inARow = failures.add(user);
        session.getKeycloakSessionFactory()
                .publish(new WrongCode(
                        session, realm, user, inARow, atLogin, atLogin && wasLast, failures.isReached(inARow)));
    }
}
