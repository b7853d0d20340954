package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.WrongCode;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.factor.limit.FailuresInARow;
import dev.tenantmfa.factor.limit.LoginLimits;
import dev.tenantmfa.platform.KeycloakClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/**
 * The second factors of people in the realm of a session, and the one way in which a code is checked.
 *
 * <p>The order for each code: Keycloak's lock-out is asked; a slot of each limit is taken; the factors whose shape the
 * code has look at it; a right code is used up and the slots are given back; a wrong one keeps them and is reported to
 * Keycloak's brute-force protector. All but the first and the last run in a transaction of their own, so the verdict
 * stands before the door acts on it.
 */
public final class SecondFactors {

    /** What a person reads off an app or a list; the server tells which by its shape. */
    private static final Set<FactorKind> TYPED = Set.of(FactorKind.TOTP, FactorKind.BACKUP_CODE);

    /** What is right and no code of a stored factor; stays within this class. */
    private static final Verification RIGHT = new Verification.Accepted(FactorKind.TOTP, "");

    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<SecondFactor> factors;

    private SecondFactors(KeycloakSession session, RealmModel realm, List<SecondFactor> factors) {
        this.session = session;
        this.realm = realm;
        this.factors = factors;
    }

    /** For the realm of the session's context. */
    public static SecondFactors of(KeycloakSession session) {
        List<SecondFactor> factors = session.getKeycloakSessionFactory()
                .getProviderFactoriesStream(SecondFactor.class)
                .sorted(Comparator.comparingInt(factory -> factory.order()))
                .map(factory -> session.getProvider(SecondFactor.class, factory.getId()))
                .toList();
        return new SecondFactors(session, session.getContext().getRealm(), factors);
    }

    /** Whether the person has any second factor, Keycloak's own included. */
    public boolean isConfiguredFor(UserModel user) {
        return factors.stream().anyMatch(factor -> factor.isConfiguredFor(realm, user));
    }

    /** Whether the person has set any second factor up, Keycloak's own included. */
    public boolean isEnrolledFor(UserModel user) {
        return factors.stream().anyMatch(factor -> factor.isEnrolledFor(realm, user));
    }

    /** Whether the user has any second factor, a security key included, of which no code can be asked. */
    public boolean hasAny(UserModel user) {
        return isConfiguredFor(user) || FactorRemoval.hasSecurityKey(user);
    }

    /**
     * Whether the user has a second factor, a security key included, that was there before {@code time}. What is stored
     * without a time, and what comes with the account, was there always.
     */
    public boolean hadAnyBefore(UserModel user, Instant time) {
        return factors.stream()
                        .filter(factor -> factor.isConfiguredFor(realm, user))
                        .anyMatch(factor -> wasStoredBefore(user, factor.credentialTypes(), time))
                || FactorRemoval.hasSecurityKey(user)
                        && wasStoredBefore(user, Set.of(WebAuthnCredentialModel.TYPE_TWOFACTOR), time);
    }

    private static boolean wasStoredBefore(UserModel user, Set<String> types, Instant time) {
        List<CredentialModel> stored = user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> types.contains(credential.getType()))
                .toList();
        return stored.isEmpty()
                || stored.stream()
                        .anyMatch(credential -> credential.getCreatedDate() == null
                                || credential.getCreatedDate() < time.toEpochMilli());
    }

    /** The methods that users of the realm can show by a code. */
    public Set<Method> offered() {
        EnumSet<Method> offered = EnumSet.noneOf(Method.class);
        factors.forEach(factor -> offered.addAll(factor.offered(realm)));
        return offered;
    }

    /** Those that the user has. */
    public Set<Method> methodsOf(UserModel user) {
        EnumSet<Method> methods = EnumSet.noneOf(Method.class);
        factors.forEach(factor -> methods.addAll(factor.methodsOf(realm, user)));
        return methods;
    }

    /** The kinds that the person has. */
    public Set<FactorKind> kindsOf(UserModel user) {
        EnumSet<FactorKind> kinds = EnumSet.noneOf(FactorKind.class);
        factors.stream()
                .filter(factor -> factor.isConfiguredFor(realm, user))
                .forEach(factor -> kinds.add(factor.kind()));
        return kinds;
    }

    /** Whether all codes of the person are made of digits. */
    public boolean takesDigitsOnly(UserModel user) {
        return factors.stream()
                .filter(factor -> factor.isConfiguredFor(realm, user))
                .allMatch(SecondFactor::takesDigitsOnly);
    }

    /** How many digits the user's apps show, to say so on a page; empty if two apps differ or it is not known. */
    public OptionalInt digitsOf(UserModel user) {
        Set<Integer> digits = factors.stream()
                .filter(factor -> factor.isConfiguredFor(realm, user))
                .flatMap(factor -> factor.digitsOf(realm, user).stream())
                .collect(Collectors.toSet());
        return digits.size() == 1 && !digits.contains(0)
                ? OptionalInt.of(digits.iterator().next())
                : OptionalInt.empty();
    }

    /**
     * Checks a code at a login and uses it up if it is right. Call it only after the first factor was right in the same
     * attempt: a stranger must not be able to use up somebody's attempts.
     *
     * @param raw as typed; null or blank is no attempt
     */
    public Verification verify(UserModel user, @Nullable String raw) {
        return verify(user, TYPED, CodeInput.of(raw));
    }

    /**
     * As {@link #verify(UserModel, String)}, for a door that asks for a code of one kind. A code of another kind is wrong
     * there, is counted, and is not used up.
     */
    public Verification verify(UserModel user, @Nullable String raw, FactorKind only) {
        return verify(user, EnumSet.of(only), CodeInput.of(raw));
    }

    /** As {@link #verify(UserModel, String)}, with a failure counted against that budget. */
    public Verification verify(UserModel user, AttemptBudget budget, @Nullable String raw) {
        return verify(user, budget, TYPED, CodeInput.of(raw));
    }

    /**
     * As {@link #verify(UserModel, String)}, under a bearer token: a failure counts against the user's sessions only, neither
     * against the user's logins nor in Keycloak's protector. A user whom the protector locked is refused here too.
     */
    public Verification verifyInSession(UserModel user, UserSessionModel userSession, @Nullable String raw) {
        return verify(user, AttemptBudget.ofSession(userSession), TYPED, CodeInput.of(raw));
    }

    /**
     * Checks the person's password under a bearer token, within the same limit as codes: a token must not become a way of
     * guessing passwords.
     *
     * @return why it was not accepted; empty if it was right
     */
    public Optional<Verification> refusalOfPassword(UserModel user, UserSessionModel userSession, String password) {
        return refusalOf(
                user,
                AttemptBudget.ofSession(userSession),
                person -> person.credentialManager().isValid(UserCredentialModel.password(password))
                        ? Optional.empty()
                        : Optional.of(new Verification.Rejected(SecondFactor.Reason.WRONG_PASSWORD)));
    }

    /**
     * Checks something else than the code of a stored factor, such as the first code of a set-up, as strictly as one.
     *
     * @param check gives the refusal, or nothing; runs in a transaction of its own, with the person as it is there
     * @return why it was not accepted; empty if it was right
     */
    public Optional<Verification> refusalOf(
            UserModel user, AttemptBudget budget, Function<UserModel, Optional<Verification.Rejected>> check) {
        Verification verification = new GuardedAttempt(session, realm)
                .run(
                        user,
                        budget,
                        (own, person) -> check.apply(person)
                                .<Verification>map(Function.identity())
                                .orElse(RIGHT))
                .verification();
        return verification.equals(RIGHT) ? Optional.empty() : Optional.of(verification);
    }

    /** As {@link #verify(UserModel, String)}, for the answer to a message. */
    public Verification verifyMessageCode(UserModel user, MessageChallenge challenge, @Nullable String raw) {
        return verifyMessageCode(user, AttemptBudget.ofLogins(), challenge, raw);
    }

    /** As {@link #verifyMessageCode(UserModel, MessageChallenge, String)}, with a failure counted against that budget. */
    public Verification verifyMessageCode(
            UserModel user, AttemptBudget budget, MessageChallenge challenge, @Nullable String raw) {
        return verify(
                user,
                budget,
                EnumSet.of(FactorKind.MESSAGE_CODE),
                CodeInput.of(raw).map(code -> code.inReplyTo(challenge)));
    }

    private Verification verify(UserModel user, Set<FactorKind> kinds, Optional<CodeInput> input) {
        return verify(user, AttemptBudget.ofLogins(), kinds, input);
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
        if (failures.isReached(user)) {
            return new Verification.SwitchedOff();
        }
        GuardedAttempt.Verdict verdict = new GuardedAttempt(session, realm)
                .run(user, budget, (own, person) -> of(own).look(person, kinds, input, KeycloakClock.now()));
        if (verdict.verification() instanceof Verification.Accepted) {
            failures.end(user);
        } else if (verdict.verification() instanceof Verification.Rejected rejected
                && rejected.reason() != SecondFactor.Reason.USED) {
            // Whoever sends a code again had it, and guesses nothing.
            int inARow = failures.add(user);
            boolean atLogin = !budget.isOfSession();
            session.getKeycloakSessionFactory()
                    .publish(new WrongCode(
                            session,
                            realm,
                            user,
                            inARow,
                            atLogin,
                            atLogin && verdict.wasLast(),
                            failures.isReached(inARow)));
        }
        return verdict.verification();
    }

    /** Counts a wrong password in Keycloak's brute-force protector, for a login step that compared it itself. */
    public static void reportWrongPassword(KeycloakSession session, RealmModel realm, UserModel user) {
        new BruteForceGate(session, realm).reportWrongPassword(user);
    }

    /** Whether Keycloak's brute-force protector holds the person. Asked for by {@link #verify} itself. */
    public boolean isLocked(UserModel user) {
        return new BruteForceGate(session, realm).lockOn(user).isPresent();
    }

    /** How long the person must wait after too many wrong codes; empty if a code would be looked at. */
    public Optional<Duration> retryAfter(UserModel user) {
        return LoginLimits.of(session, realm, user).retryAfter(KeycloakClock.now());
    }

    /** Until when the person cannot log in with a code: by our limits, or held by Keycloak's protector; empty if at once. */
    public Optional<Instant> lockedUntil(UserModel user) {
        Instant now = KeycloakClock.now();
        Optional<Instant> limited = retryAfter(user).map(now::plus);
        Optional<Instant> held = new BruteForceGate(session, realm).lockedUntil(user);
        return Stream.of(limited, held).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** How much of the person's limits is used up. */
    public List<LoginLimits.Usage> usage(UserModel user) {
        return LoginLimits.usage(session, realm, user);
    }

    /** What may be told of each factor that the person has. */
    public List<SecondFactor.Standing> standing(UserModel user) {
        return factors.stream()
                .filter(factor -> factor.isConfiguredFor(realm, user))
                .map(factor -> factor.standing(realm, user))
                .toList();
    }

    /** Gives what the person has to Keycloak's own factors. In the transaction at hand. */
    SecondFactor.HandedOver handOver(UserModel user, Instant now) {
        return factors.stream()
                .map(factor -> factor.handOver(realm, user, now))
                .reduce(
                        new SecondFactor.HandedOver(0, 0),
                        (one, other) -> new SecondFactor.HandedOver(
                                one.credentials() + other.credentials(), one.unopened() + other.unopened()));
    }

    /** Whether the person has a factor whose codes are typed: an app, or a list. */
    public boolean takesCodesOf(UserModel user) {
        return kindsOf(user).stream().anyMatch(TYPED::contains);
    }

    /** As {@link #clearLimits}, and switches the user's codes on again after too many wrong ones in a row. */
    public static void forgetFailures(KeycloakSession session, RealmModel realm, UserModel user) {
        new FailuresInARow(session, realm).clear(user);
        clearLimits(session, realm, user);
    }

    /** Lets a user of any realm try again whose limits of an hour or a day are used up. */
    public static void clearLimits(KeycloakSession session, RealmModel realm, UserModel user) {
        LoginLimits.of(session, realm, user).clear();
        AttemptBudget.clear(session, realm, user);
    }

    /**
     * What has the shape of no code of the user is not an attempt; a code of a kind that is not asked for is one.
     * A code that was compared with anything counts, whatever else could not be looked at: one unreadable credential must
     * not make guessing at another one free.
     */
    private Verification look(UserModel user, Set<FactorKind> kinds, CodeInput input, Instant now) {
        Verification.Rejected refusal = null;
        boolean unusable = false;
        boolean shaped = false;
        for (SecondFactor factor : factors) {
            if (!factor.isConfiguredFor(realm, user) || !factor.takes(realm, user, input)) {
                continue;
            }
            shaped = true;
            if (!kinds.contains(factor.kind())) {
                continue;
            }
            SecondFactor.Check check = factor.check(realm, user, input, now);
            if (check instanceof SecondFactor.Check.Accepted accepted) {
                return accepted.method() == null
                        ? new Verification.Accepted(factor.kind(), accepted.credentialId())
                        : new Verification.Accepted(factor.kind(), accepted.credentialId(), accepted.method());
            } else if (check instanceof SecondFactor.Check.Expired) {
                return new Verification.Expired();
            } else if (check instanceof SecondFactor.Check.Refused refused) {
                boolean keep = refusal != null
                        && (refusal.reason() == SecondFactor.Reason.USED
                                || refused.reason() != SecondFactor.Reason.USED);
                refusal = keep ? refusal : new Verification.Rejected(refused.reason(), factor.kind());
            } else {
                unusable = true;
            }
        }
        if (refusal == null && unusable) {
            return new Verification.Unusable();
        }
        if (!shaped) {
            return new Verification.Malformed();
        }
        return refusal == null ? new Verification.Rejected(SecondFactor.Reason.WRONG) : refusal;
    }
}
