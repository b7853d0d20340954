package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.people.People;
import jakarta.ws.rs.ForbiddenException;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Which tenants and users an administrator may see and change, as Keycloak's own resource of organizations decides. */
record AdminAccess(KeycloakSession session, AdminPermissionEvaluator auth) {

    /** The tenant, for administrators who may see it. */
    Tenant visible(String id) {
        requireOrganizations();
        Tenant tenant = Tenants.of(session).byId(id).orElseThrow(() -> {
            if (auth.orgs().canQuery()) {
                return Problem.notFound().refusal();
            }
            return new ForbiddenException();
        });
        auth.orgs().requireView(tenant.organization());
        return tenant;
    }

    /** The tenant, for administrators who may change it. */
    Tenant manageable(String id) {
        Tenant tenant = visible(id);
        auth.orgs().requireManage(tenant.organization());
        return tenant;
    }

    /** A user whom the administrator may see. */
    UserModel user(String id) {
        return People.byId(session, id)
                .filter(person -> person.getServiceAccountClientLink() == null)
                .filter(auth.users()::canView)
                .orElseThrow(() ->
                        Problem.of(404, "person_not_found", "User not found.").refusal());
    }

    void requireOrganizations() {
        if (!Tenants.of(session).areEnabled()) {
            throw auth.orgs().canQuery() ? Problem.notFound().refusal() : new ForbiddenException();
        }
    }

    /** As Keycloak's own list: who may search organizations but see none gets an empty page. */
    boolean seesNothing() {
        return !AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(
                        session.getContext().getRealm())
                && !auth.orgs().canView();
    }
}
