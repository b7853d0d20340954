package dev.tenantmfa.tenant.rule;

import java.util.Optional;

/**
 * A member's permissions in a tenant. The role is membership in the organization's top-level group of the same name.
 */
public enum TenantRole {
    OWNER,
    ADMIN,
    MEMBER;

    /** The name of the organization group for the role. */
    public String groupName() {
        return name();
    }

    /** Whether members with this role may manage members with the role {@code other}. */
    public boolean manages(TenantRole other) {
        return switch (this) {
            case OWNER -> true;
            case ADMIN -> other != OWNER;
            case MEMBER -> false;
        };
    }

    /** The role of the group with that name; empty for other groups. */
    public static Optional<TenantRole> ofGroup(String groupName) {
        for (TenantRole role : values()) {
            if (role.groupName().equals(groupName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
