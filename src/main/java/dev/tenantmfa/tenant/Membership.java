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
 * @param exemptUntil until when the person needs no second factor, whatever the policy says; empty for no such time
 */
public record Membership(
        Tenant tenant,
        UserModel person,
        TenantRole role,
        boolean active,
        Optional<LocalDate> noted,
        Optional<Instant> exemptUntil) {

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

    /** Whether an owner exempted the person from the policy at that time. */
    public boolean isExemptAt(Instant now) {
        return exemptUntil.filter(now::isBefore).isPresent();
    }

    /** Whether the person may enter now: the membership, the tenant and the account are all active. */
    public boolean opens() {
        return active && tenant.isActive() && person.isEnabled();
    }
}
