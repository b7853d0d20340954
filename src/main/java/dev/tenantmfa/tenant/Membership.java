package dev.tenantmfa.tenant;

import java.time.Instant;
import org.keycloak.models.UserModel;

/**
 * A person's place in a tenant.
 *
 * @param role MEMBER for somebody in no role group, as the console makes them
 * @param active whether the person may enter the tenant; says nothing about the account
 */
public record Membership(Tenant tenant, UserModel person, TenantRole role, boolean active) {

    /**
     * When the person joined, as far as Keycloak notes it: when the account was made. Earlier than the truth for an
     * account that joined later, so a grace period is rather too short than too long.
     */
    public Instant joinedAt() {
        Long millis = person.getCreatedTimestamp();
        return millis == null ? Instant.EPOCH : Instant.ofEpochMilli(millis);
    }

    /** Whether the person may enter now: the membership, the tenant and the account are all active. */
    public boolean opens() {
        return active && tenant.isActive() && person.isEnabled();
    }
}
