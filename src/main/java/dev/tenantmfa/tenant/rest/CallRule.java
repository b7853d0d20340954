package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a call on the active tenant asks of its caller. All calls ask for an active membership of an active tenant, and
 * for a second factor where the tenant's policy does.
 *
 * @param roles who may call
 * @param changing whether the call changes something: such calls of a tenant go one after the other
 * @param freshMfa whether a person with a second factor must have used it a few minutes ago
 * @param undoing whether the session that suspended the tenant may call it still
 */
record CallRule(Set<TenantRole> roles, boolean changing, boolean freshMfa, boolean undoing) {

    CallRule {
        roles = Set.copyOf(roles);
    }

    /** Any of the tenant's people may read. */
    static CallRule anybody() {
        return new CallRule(EnumSet.allOf(TenantRole.class), false, false, false);
    }

    static CallRule ownersAndAdmins() {
        return new CallRule(Set.of(TenantRole.OWNER, TenantRole.ADMIN), false, false, false);
    }

    static CallRule owners() {
        return new CallRule(Set.of(TenantRole.OWNER), false, false, false);
    }

    CallRule whoChange() {
        return new CallRule(roles, true, freshMfa, undoing);
    }

    CallRule withFreshMfa() {
        return new CallRule(roles, changing, true, undoing);
    }

    CallRule evenIfJustSuspended() {
        return new CallRule(roles, changing, freshMfa, true);
    }
}
