package dev.tenantmfa.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whom a tenant asks to use a second factor.
 *
 * @param requiredFor whom
 * @param gracePeriodDays days after the later of the policy's change and the person's joining in which a person may
 *     still do without, 0 to 365
 * @param changedAt when an owner last changed it; empty for never
 */
public record MfaPolicy(RequiredFor requiredFor, int gracePeriodDays, Optional<Instant> changedAt) {

    public static final int LONGEST_GRACE_DAYS = 365;

    /** Whom a tenant asks. */
    public enum RequiredFor {
        NONE,
        OWNERS_AND_ADMINS,
        ALL
    }

    /** Whether holders of the role are asked at all. */
    public boolean asks(TenantRole role) {
        return switch (requiredFor) {
            case NONE -> false;
            case OWNERS_AND_ADMINS -> role != TenantRole.MEMBER;
            case ALL -> true;
        };
    }

    /** Until when a person who joined at {@code joined} may do without; in the past where there is no grace. */
    public Instant graceEnds(Instant joined) {
        Instant from = changedAt.filter(changed -> changed.isAfter(joined)).orElse(joined);
        return from.plus(Duration.ofDays(gracePeriodDays));
    }

    static MfaPolicy of(TenantAttributes attributes) {
        return new MfaPolicy(
                attributes
                        .text(TenantAttributes.REQUIRED_FOR)
                        .map(MfaPolicy::whom)
                        .orElse(RequiredFor.NONE),
                attributes
                        .text(TenantAttributes.GRACE_PERIOD_DAYS)
                        .map(MfaPolicy::days)
                        .orElse(0),
                attributes.time(TenantAttributes.POLICY_CHANGED_AT));
    }

    void noteIn(TenantAttributes attributes) {
        attributes
                .set(TenantAttributes.REQUIRED_FOR, requiredFor.name())
                .set(TenantAttributes.GRACE_PERIOD_DAYS, Integer.toString(gracePeriodDays));
        changedAt.ifPresent(time -> attributes.set(TenantAttributes.POLICY_CHANGED_AT, time));
    }

    /** A value that nobody knows counts as the strictest: an administrator's slip must not switch a policy off. */
    private static RequiredFor whom(String stored) {
        for (RequiredFor known : RequiredFor.values()) {
            if (known.name().equals(stored)) {
                return known;
            }
        }
        return RequiredFor.ALL;
    }

    private static int days(String stored) {
        try {
            return Math.max(0, Math.min(LONGEST_GRACE_DAYS, Integer.parseInt(stored)));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
