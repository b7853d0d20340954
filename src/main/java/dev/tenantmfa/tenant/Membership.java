package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.keycloak.models.UserModel;

/**
 * A person's place in a tenant.
 *
 * @param role MEMBER for somebody in no role group, as the console makes them
 * @param active whether the person may enter the tenant; says nothing about the account
 * @param noted the day on which the person joined; empty for those who joined before such days were noted
 */
public record Membership(Tenant tenant, UserModel person, TenantRole role, boolean active, Optional<LocalDate> noted) {

    /**
     * The day on which the person joined. Where none was noted, the day on which the account was made: earlier than the
     * truth for an account that joined later, so a grace period is rather too short than too long.
     */
    public LocalDate joinedOn(ZoneId zone) {
        return noted.orElseGet(() -> {
            Long millis = person.getCreatedTimestamp();
            return LocalDate.ofInstant(millis == null ? Instant.EPOCH : Instant.ofEpochMilli(millis), zone);
        });
    }

    /** Until when the person may do without a second factor; empty if one is due, or not asked for. */
    public Optional<Instant> graceEnds(ZoneId zone) {
        return tenant.mfaPolicy().graceEnds(role, joinedOn(zone), zone);
    }

    /** Whether the person may enter now: the membership, the tenant and the account are all active. */
    public boolean opens() {
        return active && tenant.isActive() && person.isEnabled();
    }
}
