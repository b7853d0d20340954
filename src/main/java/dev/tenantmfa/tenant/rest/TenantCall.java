package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Members;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.rule.TenantRole;
import org.keycloak.models.KeycloakSession;

/**
 * A call on the active tenant by somebody who may make it.
 *
 * @param self the caller's place in the tenant, read for this call
 */
record TenantCall(KeycloakSession session, Caller caller, Membership self) {

    Tenant tenant() {
        return self.tenant();
    }

    Members members() {
        return tenant().members();
    }

    TenantRole role() {
        return self.role();
    }

    Audit audit() {
        return Audit.by(session, caller);
    }

    boolean isSelf(Membership member) {
        return member.person().getId().equals(caller.user().getId());
    }

    /** One of the tenant's people; a 404 for anybody else's id. */
    Membership member(String personId) {
        return members().byId(personId).orElseThrow(() -> Problem.notFound().refusal());
    }

    /** A 403 unless the caller's role reaches over people of that role. */
    void requirePowerOver(TenantRole role) {
        if (!role().manages(role)) {
            throw Problem.forbidden("role_required", "Only an owner of the tenant may do this.")
                    .refusal();
        }
    }

    MemberView view(String personId) {
        return MemberView.of(session, member(personId));
    }
}
