package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.factor.Method;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The terms of a policy, whichever roles it applies to.
 *
 * @param gracePeriodDays days during which a user does not yet need a second factor, 0 to {@value #LONGEST_GRACE_DAYS}
 * @param startsAt the policy does not apply before; empty if it applies from when it is set
 * @param allowedMethods the methods that count as the second factor; empty for all methods of the realm
 * @param maxAgeHours hours after which the second factor is required again, 0 (never within a session) to {@value
 *     #LONGEST_AGE_HOURS}
 * @param trustedDeviceDays days for which a user may trust a device, 0 (not at all) to {@value #LONGEST_DEVICE_DAYS}
 * @param acceptUpstream whether a second factor that an identity provider of the organization asked for counts
 */
public record PolicyTerms(
        int gracePeriodDays,
        Optional<Instant> startsAt,
        Set<Method> allowedMethods,
        int maxAgeHours,
        int trustedDeviceDays,
        boolean acceptUpstream) {

    public static final int LONGEST_GRACE_DAYS = 365;
    public static final int LONGEST_AGE_HOURS = 8760;
    public static final int LONGEST_DEVICE_DAYS = 90;

    /** The methods that a policy may list: those that a user sets up and presents. */
    public static final Set<Method> METHODS = Set.copyOf(EnumSet.range(Method.TOTP, Method.PASSKEY));

    /** The strictest list: methods that resist phishing. */
    public static final Set<Method> PHISHING_RESISTANT = Set.of(Method.SECURITY_KEY, Method.PASSKEY);

    /** The terms of a tenant that never set a policy. */
    public static final PolicyTerms NONE = new PolicyTerms(0, Optional.empty(), Set.of(), 0, 0, false);

    public PolicyTerms {
        allowedMethods = Set.copyOf(allowedMethods);
    }

    /** Ids of {@link #allowedMethods} in the order of {@link Method}. */
    public List<String> allowedMethodIds() {
        return ids(allowedMethods);
    }

    /** Ids in the order of {@link Method}. */
    public static List<String> ids(Set<Method> methods) {
        return methods.stream().sorted().map(Method::id).collect(Collectors.toList());
    }

    /** Whether methods that resist phishing are the only ones that count; not for an empty set, which stands for all. */
    public static boolean resistPhishing(Set<Method> methods) {
        return !methods.isEmpty() && methods.stream().allMatch(Method::resistsPhishing);
    }

    /** The method with that id, if a policy may list it; else empty. */
    public static Optional<Method> method(String id) {
        return Method.of(id).filter(METHODS::contains);
    }
}
