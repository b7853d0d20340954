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
record Rule(Set<TenantRole> roles, boolean changing, boolean freshMfa, boolean undoing) {

    Rule {
        roles = Set.copyOf(roles);
    }

    /** Any of the tenant's people may read. */
    static Rule anybody() {
        return new Rule(EnumSet.allOf(TenantRole.class), false, false, false);
    }

    static Rule ownersAndAdmins() {
        return new Rule(Set.of(TenantRole.OWNER, TenantRole.ADMIN), false, false, false);
    }

    static Rule owners() {
        return new Rule(Set.of(TenantRole.OWNER), false, false, false);
    }

    Rule whoChange() {
        return new Rule(roles, true, freshMfa, undoing);
    }

    Rule withFreshMfa() {
        return new Rule(roles, changing, true, undoing);
    }

    Rule evenIfJustSuspended() {
        return new Rule(roles, changing, freshMfa, true);
    }
}
