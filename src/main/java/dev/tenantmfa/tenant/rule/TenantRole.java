package dev.tenantmfa.tenant.rule;

import java.util.Optional;

/** What a person may do in a tenant. The role is membership in the organization's top-level group of the same name. */
public enum TenantRole {
    OWNER,
    ADMIN,
    MEMBER;

    /** The name of the organization group that stands for the role. */
    public String groupName() {
        return name();
    }

    /** Whether a holder may manage people who hold {@code other}. */
    public boolean manages(TenantRole other) {
        return switch (this) {
            case OWNER -> true;
            case ADMIN -> other != OWNER;
            case MEMBER -> false;
        };
    }

    /** The role that a group of that name stands for. */
    public static Optional<TenantRole> ofGroup(String groupName) {
        for (TenantRole role : values()) {
            if (role.groupName().equals(groupName)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
