package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.rule.GraceStart;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.UserModel;

/**
 * A user's membership in a tenant.
 *
 * @param role MEMBER for users without a role group, such as those added in the admin console
 * @param active whether the user may enter the tenant; says nothing about the account
 * @param noted the day on which the user joined; empty for users who joined before days were stored
 * @param exemptUntil until when the user needs no second factor, whatever the policy says; empty for no exemption
 * @param kept names of the groups below the {@link KeptGroup} that the user is in
 */
public record Membership(
        Tenant tenant,
        UserModel person,
        TenantRole role,
        boolean active,
        Optional<LocalDate> noted,
        Optional<Instant> exemptUntil,
        Set<String> kept) {

    public Membership {
        kept = Set.copyOf(kept);
    }

    /**
     * The day on which the user joined. If none was stored, the day on which the account was created: this is too early
     * for an account that joined later, so a grace period is too short rather than too long.
     */
    public LocalDate joinedOn(ZoneId zone) {
        return noted.orElseGet(() -> {
            Long millis = person.getCreatedTimestamp();
            return LocalDate.ofInstant(millis == null ? Instant.EPOCH : Instant.ofEpochMilli(millis), zone);
        });
    }

    /** The first day of the member's grace period, unless the policy began to apply to the member's role later. */
    public LocalDate graceFrom(ZoneId zone) {
        LocalDate joined = joinedOn(zone);
        return kept.stream()
                .flatMap(name -> GraceStart.parse(name).stream())
                .map(GraceStart::day)
                .filter(joined::isBefore)
                .max(Comparator.naturalOrder())
                .orElse(joined);
    }

    /** Whether the member is exempt from the policy at {@code now}, as granted by an owner. */
    public boolean isExemptAt(Instant now) {
        return exemptUntil.filter(now::isBefore).isPresent();
    }

    /** The same membership of the same user, about whom more was read. */
    public Membership with(UserModel same) {
        return new Membership(tenant, same, role, active, noted, exemptUntil, kept);
    }

    /** Whether the user may enter now: the membership, the tenant and the account are all active. */
    public boolean opens() {
        return active && tenant.isActive() && person.isEnabled();
    }
}
