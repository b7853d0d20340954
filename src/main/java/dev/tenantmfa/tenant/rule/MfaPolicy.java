package dev.tenantmfa.tenant.rule;

import dev.tenantmfa.platform.RealmZone;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Whom a tenant asks to use a second factor.
 *
 * @param requiredFor whom
 * @param terms how
 * @param leadersSince since when owners and administrators are asked; empty where they are not
 * @param membersSince since when members are asked; empty where they are not
 */
public record MfaPolicy(
        RequiredFor requiredFor, PolicyTerms terms, Optional<Instant> leadersSince, Optional<Instant> membersSince) {

    /** Of a tenant that never said anything. */
    public static final MfaPolicy NONE =
            new MfaPolicy(RequiredFor.NONE, PolicyTerms.NONE, Optional.empty(), Optional.empty());

    /** Whom a tenant asks. */
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

    /** Whether holders of the role are asked at all. */
    public boolean asks(TenantRole role) {
        return requiredFor.asks(role);
    }

    /** Since when holders of the role are asked; empty where they are not. */
    public Optional<Instant> asksSince(TenantRole role) {
        return role == TenantRole.MEMBER ? membersSince : leadersSince;
    }

    /**
     * Until when a user may do without: the end of the day, in the zone, that lies the grace period after the later of the
     * policy's demand and the day of joining. A demand does not begin before {@link PolicyTerms#startsAt}.
     *
     * @return the first instant at which a second factor is due; empty if it is due already, as without a grace period and
     *     a start, or for a role that is not asked
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
     * The policy after a change at {@code now}. Whoever was asked before is asked since the same time; the days of others
     * begin now.
     */
    public MfaPolicy changedTo(RequiredFor whom, PolicyTerms how, Instant now) {
        return new MfaPolicy(whom, how, since(whom, TenantRole.ADMIN, now), since(whom, TenantRole.MEMBER, now));
    }

    /** The same, asking since other times. Applies to those who are asked. */
    public MfaPolicy since(Instant leaders, Instant members) {
        return new MfaPolicy(
                requiredFor, terms, leadersSince.map(since -> leaders), membersSince.map(since -> members));
    }

    private Optional<Instant> since(RequiredFor whom, TenantRole role, Instant now) {
        return whom.asks(role) ? asksSince(role).or(() -> Optional.of(now)) : Optional.empty();
    }
}
