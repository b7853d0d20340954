package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.factor.Method;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a policy asks, whomever it asks.
 *
 * @param gracePeriodDays days in which a user may still do without, 0 to {@value #LONGEST_GRACE_DAYS}
 * @param startsAt before it nobody must; empty if the policy applies from when it is set
 * @param allowedMethods what counts as the second factor; empty for all that the realm has
 * @param maxAgeHours after how many hours a second factor is asked for again, 0 (never within a session) to
 *     {@value #LONGEST_AGE_HOURS}
 */
public record PolicyTerms(
        int gracePeriodDays, Optional<Instant> startsAt, Set<Method> allowedMethods, int maxAgeHours) {

    public static final int LONGEST_GRACE_DAYS = 365;
    public static final int LONGEST_AGE_HOURS = 8760;

    /** What a policy may list: methods that a user sets up and shows. */
    public static final Set<Method> METHODS = Set.copyOf(EnumSet.range(Method.TOTP, Method.PASSKEY));

    /** The strictest list: methods that no page of somebody else can ask for. */
    public static final Set<Method> PHISHING_RESISTANT = Set.of(Method.SECURITY_KEY, Method.PASSKEY);

    /** Of a tenant that never said anything. */
    public static final PolicyTerms NONE = new PolicyTerms(0, Optional.empty(), Set.of(), 0);

    public PolicyTerms {
        allowedMethods = Set.copyOf(allowedMethods);
    }

    public static PolicyTerms graceOf(int days) {
        return NONE.withGracePeriodDays(days);
    }

    public PolicyTerms withGracePeriodDays(int days) {
        return new PolicyTerms(days, startsAt, allowedMethods, maxAgeHours);
    }

    public PolicyTerms withStartsAt(Optional<Instant> time) {
        return new PolicyTerms(gracePeriodDays, time, allowedMethods, maxAgeHours);
    }

    public PolicyTerms withAllowedMethods(Set<Method> methods) {
        return new PolicyTerms(gracePeriodDays, startsAt, methods, maxAgeHours);
    }

    public PolicyTerms withMaxAgeHours(int hours) {
        return new PolicyTerms(gracePeriodDays, startsAt, allowedMethods, hours);
    }

    /** Ids of {@link #allowedMethods} in the order of {@link Method}. */
    public List<String> allowedMethodIds() {
        return ids(allowedMethods);
    }

    /** Ids in the order of {@link Method}. */
    public static List<String> ids(Set<Method> methods) {
        return methods.stream().sorted().map(Method::id).collect(Collectors.toList());
    }

    /** The method of an id that a policy may list; empty for any other text. */
    public static Optional<Method> method(String id) {
        return Method.of(id).filter(METHODS::contains);
    }
}
