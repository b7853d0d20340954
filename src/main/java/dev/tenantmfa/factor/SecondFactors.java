package dev.tenantmfa.factor;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The second factors of users in the realm of a session. {@link CodeCheck} checks their codes. */
public final class SecondFactors {

    static final String MADE = "tmfa.second-factors";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<Installed> factors;

    private record Installed(SecondFactor factor, Set<String> credentialTypes) {}

    private SecondFactors(KeycloakSession session, RealmModel realm, List<Installed> factors) {
        this.session = session;
        this.realm = realm;
        this.factors = factors;
    }

    /** For the realm of the session's context. A login asks for them several times, so they are made once for a session. */
    public static SecondFactors of(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        SecondFactors known = session.getAttribute(MADE, SecondFactors.class);
        if (known != null && realm.equals(known.realm)) {
            return known;
        }
        List<Installed> factors = InstalledFactors.of(session).inOrder().stream()
                .map(one -> new Installed(session.getProvider(SecondFactor.class, one.getId()), one.credentialTypes()))
                .toList();
        SecondFactors made = new SecondFactors(session, realm, factors);
        session.setAttribute(MADE, made);
        return made;
    }

    /** Without an access pass, which counts only in the login in which it is typed. */
    private Stream<Installed> configuredFor(UserModel user) {
        return factors.stream()
                .filter(one -> !isAccessPass(one.factor()))
                .filter(one -> one.factor().isConfiguredFor(realm, user));
    }

    private static boolean isAccessPass(SecondFactor factor) {
        return factor instanceof CodeFactor codes && codes.kind() == FactorKind.ACCESS_PASS;
    }

    private Stream<CodeFactor> codesOf(UserModel user) {
        return checkedFor(user).filter(factor -> !isAccessPass(factor));
    }

    /** Includes an access pass. */
    Stream<CodeFactor> checkedFor(UserModel user) {
        return factors.stream()
                .map(Installed::factor)
                .filter(factor -> factor instanceof CodeFactor && factor.isConfiguredFor(realm, user))
                .map(CodeFactor.class::cast);
    }

    /** Whether the user can be asked for a code, Keycloak's own codes included. */
    public boolean isConfiguredFor(UserModel user) {
        return codesOf(user).findAny().isPresent();
    }

    /** Whether the user has set any second factor up, Keycloak's own included except security keys. */
    public boolean isEnrolledFor(UserModel user) {
        return factors.stream().anyMatch(one -> one.factor().isEnrolledFor(realm, user));
    }

    /** Whether the user has any second factor, including factors without codes. */
    public boolean hasAny(UserModel user) {
        return configuredFor(user).findAny().isPresent() || SecurityKeys.areStoredFor(realm, user);
    }

    /**
     * Whether the user had a second factor (security keys included) before {@code time}. Credentials stored without a
     * time and factors that come with the account count as older.
     */
    public boolean hadAnyBefore(UserModel user, Instant time) {
        return configuredFor(user).anyMatch(one -> wasStoredBefore(user, one.credentialTypes(), time))
                || SecurityKeys.areStoredFor(realm, user) && wasStoredBefore(user, SecurityKeys.types(realm), time);
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

    /** The methods that users of the realm can show with the installed factors. */
    public Set<Method> offered() {
        EnumSet<Method> offered = EnumSet.noneOf(Method.class);
        factors.forEach(one -> offered.addAll(one.factor().offered(realm)));
        return offered;
    }

    /** The methods that the user has. */
    public Set<Method> methodsOf(UserModel user) {
        EnumSet<Method> methods = EnumSet.noneOf(Method.class);
        factors.forEach(one -> methods.addAll(one.factor().methodsOf(realm, user)));
        return methods;
    }

    /** The kinds of codes that the user can be asked for. */
    public Set<FactorKind> kindsOf(UserModel user) {
        return codesOf(user)
                .map(CodeFactor::kind)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(FactorKind.class)));
    }

    /** Whether the user has a factor whose codes are typed, such as an app or a list of codes. */
    public boolean takesCodesOf(UserModel user) {
        return codesOf(user).map(CodeFactor::kind).anyMatch(FactorKind.TYPED::contains);
    }

    /** Whether all codes of the user consist of digits. */
    public boolean takesDigitsOnly(UserModel user) {
        return codesOf(user).allMatch(CodeFactor::takesDigitsOnly);
    }

    /**
     * The number of digits that the user's apps show, for use on a page; empty if two apps differ or it is not known.
     */
    public OptionalInt digitsOf(UserModel user) {
        Set<Integer> digits = codesOf(user)
                .flatMap(factor -> factor.digitsOf(realm, user).stream())
                .collect(Collectors.toSet());
        return digits.size() == 1 && !digits.contains(0)
                ? OptionalInt.of(digits.iterator().next())
                : OptionalInt.empty();
    }

    /** What users and administrators may know about each factor of the user. */
    public List<SecondFactor.Standing> standing(UserModel user) {
        return configuredFor(user)
                .map(one -> one.factor().standing(realm, user))
                .toList();
    }

    /** Converts the user's factors to Keycloak's own, in the current transaction. */
    public SecondFactor.HandedOver handOver(UserModel user, Instant now) {
        return factors.stream()
                .map(one -> one.factor().handOver(realm, user, now))
                .reduce(
                        new SecondFactor.HandedOver(0, 0),
                        (one, other) -> new SecondFactor.HandedOver(
                                one.credentials() + other.credentials(), one.unopened() + other.unopened()));
    }

    /**
     * Counts a wrong password in Keycloak's brute-force protector, for a login step that checked the password itself.
     */
    public static void reportWrongPassword(KeycloakSession session, RealmModel realm, UserModel user) {
        new BruteForceGate(session, realm).reportWrongPassword(user);
    }

    /** Whether Keycloak's brute-force protector has locked the user. {@link CodeCheck} checks this itself. */
    public boolean isLocked(UserModel user) {
        return new BruteForceGate(session, realm).lockOn(user).isPresent();
    }

    /** How long the user must wait after too many wrong codes; empty if a code would be checked now. */
    public Optional<Duration> retryAfter(UserModel user) {
        return LoginLimits.of(session, realm, user).retryAfter(KeycloakClock.now());
    }

    /**
     * Until when the user cannot log in with a code, because of our limits or Keycloak's protector; empty if a code
     * would be checked now.
     */
    public Optional<Instant> lockedUntil(UserModel user) {
        Instant now = KeycloakClock.now();
        Optional<Instant> limited = retryAfter(user).map(now::plus);
        Optional<Instant> held = new BruteForceGate(session, realm).lockedUntil(user);
        return Stream.of(limited, held).flatMap(Optional::stream).max(Comparator.naturalOrder());
    }

    /** How much of the user's limits is used up. */
    public List<LoginLimits.Usage> usage(UserModel user) {
        return LoginLimits.usage(session, realm, user);
    }

    /** Whether no code of the user is checked until a reset, after too many wrong ones in a row. */
    public boolean areSwitchedOff(UserModel user) {
        return new FailuresInARow(session, realm).isReached(user);
    }

    /** Same as {@link #clearLimits}; also accepts codes again from a user with too many wrong ones in a row. */
    public static void forgetFailures(KeycloakSession session, RealmModel realm, UserModel user) {
        new FailuresInARow(session, realm).clear(user);
        clearLimits(session, realm, user);
    }

    /** Lets a user of any realm try again after the hourly or daily limit was reached. */
    public static void clearLimits(KeycloakSession session, RealmModel realm, UserModel user) {
        LoginLimits.of(session, realm, user).clear();
        AttemptBudget.clear(session, realm, user);
    }
}
