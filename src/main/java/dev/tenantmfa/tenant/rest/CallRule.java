package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.EnumSet;
import java.util.Set;

/**
 * The requirements of a call on the active tenant. All calls require an active membership of an active tenant, and a
 * second factor if the tenant's policy does.
 *
 * @param roles the roles that may call
 * @param changing whether the call changes something: such calls on one tenant run one after the other
 * @param freshMfa whether users with a second factor must have used it within the last few minutes
 * @param ofFactors whether it changes second factors, so that it is refused in an impersonated session
 * @param undoing whether the session that suspended the tenant may still call
 */
record CallRule(Set<TenantRole> roles, boolean changing, boolean freshMfa, boolean ofFactors, boolean undoing) {

    CallRule {
        roles = Set.copyOf(roles);
    }

    /** Every member may read. */
    static CallRule anybody() {
        return new CallRule(EnumSet.allOf(TenantRole.class), false, false, false, false);
    }

    static CallRule ownersAndAdmins() {
        return new CallRule(Set.of(TenantRole.OWNER, TenantRole.ADMIN), false, false, false, false);
    }

    static CallRule owners() {
        return new CallRule(Set.of(TenantRole.OWNER), false, false, false, false);
    }

    CallRule whoChange() {
        return new CallRule(roles, true, freshMfa, ofFactors, undoing);
    }

    CallRule withFreshMfa() {
        return new CallRule(roles, changing, true, ofFactors, undoing);
    }

    CallRule ofFactorsOfOthers() {
        return new CallRule(roles, changing, freshMfa, true, undoing);
    }

    CallRule evenIfJustSuspended() {
        return new CallRule(roles, changing, freshMfa, ofFactors, true);
    }
}
