package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.platform.RealmZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Which members of a tenant must use a second factor.
 *
 * @param requiredFor the roles to which it applies
 * @param terms its terms
 * @param leadersSince when it began to apply to owners and administrators; empty if it does not
 * @param membersSince when it began to apply to members; empty if it does not
 * @param devicesSince when the policy last began to trust devices for fewer days than before, or none because it resists
 *     phishing; those that were trusted earlier do not count. Empty if that never happened
 */
public record MfaPolicy(
        RequiredFor requiredFor,
        PolicyTerms terms,
        Optional<Instant> leadersSince,
        Optional<Instant> membersSince,
        Optional<Instant> devicesSince) {

    /** The policy of a tenant that never set one. */
    public static final MfaPolicy NONE =
            new MfaPolicy(RequiredFor.NONE, PolicyTerms.NONE, Optional.empty(), Optional.empty(), Optional.empty());

    /** The roles to which a policy applies. */
    public enum RequiredFor {
        NONE,
        OWNERS_AND_ADMINS,
        ALL;

        boolean asks(TenantRole role) {
            return switch (this) {
                case NONE -> false;
                case OWNERS_AND_ADMINS -> role != TenantRole.MEMBER;
                case ALL -> true;
            };
        }
    }

    /** Whether the policy applies to the role at all. */
    public boolean asks(TenantRole role) {
        return requiredFor.asks(role);
    }

    /** When the policy began to apply to the role; empty if it does not. */
    public Optional<Instant> asksSince(TenantRole role) {
        return role == TenantRole.MEMBER ? membersSince : leadersSince;
    }

    /**
     * When the grace period of a user ends: at the end of a day in {@code zone}. The days count from when the policy
     * began to apply to the role or from the day of joining, whichever is later. A policy does not apply before {@link
     * PolicyTerms#startsAt}.
     *
     * @return the first instant at which a second factor is due; empty if it is due already, as without a grace period
     *     and a start, or if the policy does not apply to the role
     */
    public Optional<Instant> graceEnds(TenantRole role, LocalDate joined, ZoneId zone) {
        Optional<Instant> since = asksSince(role);
        if (terms.gracePeriodDays() == 0) {
            return since.flatMap(asked -> terms.startsAt());
        }
        return since.map(asked -> terms.startsAt().filter(asked::isBefore).orElse(asked))
                .map(begins -> {
                    LocalDate asked = LocalDate.ofInstant(begins, zone);
                    LocalDate from = asked.isAfter(joined) ? asked : joined;
                    return RealmZone.endOf(from.plusDays(terms.gracePeriodDays()), zone);
                });
    }

    /**
     * The policy after a change at {@code now}. Roles to which it already applied keep their time; grace periods of
     * other roles begin now.
     */
    public MfaPolicy changedTo(RequiredFor whom, PolicyTerms how, Instant now) {
        boolean endsDevices = how.trustedDeviceDays() < terms.trustedDeviceDays()
                || PolicyTerms.resistPhishing(how.allowedMethods())
                        && !PolicyTerms.resistPhishing(terms.allowedMethods());
        Optional<Instant> devices = endsDevices ? Optional.of(now) : devicesSince;
        return new MfaPolicy(
                whom, how, since(whom, TenantRole.ADMIN, now), since(whom, TenantRole.MEMBER, now), devices);
    }

    /** The same policy with another time before which trusted devices do not count. */
    public MfaPolicy devicesSince(Optional<Instant> time) {
        return new MfaPolicy(requiredFor, terms, leadersSince, membersSince, time);
    }

    /** The same policy with other times, for roles to which it applies. */
    public MfaPolicy since(Instant leaders, Instant members) {
        return new MfaPolicy(
                requiredFor,
                terms,
                leadersSince.map(since -> leaders),
                membersSince.map(since -> members),
                devicesSince);
    }

    private Optional<Instant> since(RequiredFor whom, TenantRole role, Instant now) {
        return whom.asks(role) ? asksSince(role).or(() -> Optional.of(now)) : Optional.empty();
    }
}
