package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.people.People;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The tenants and users that an administrator may see and change, by the same rules as Keycloak's own resource of
 * organizations.
 */
record AdminAccess(KeycloakSession session, AdminPermissionEvaluator auth) {

    /** Answers a call; problem documents instead of Keycloak's errors. */
    Response answer(Supplier<Response> call) {
        return RealmApi.of(session).guard(() -> {
            try {
                return call.get();
            } catch (TenantBusyException e) {
                throw Problem.conflict("busy", "Another change is in progress. Try again.")
                        .refusal();
            }
        });
    }

    /** The tenant, if the administrator may see it. */
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

    /** The tenant, if the administrator may change it. */
    Tenant manageable(String id) {
        Tenant tenant = visible(id);
        auth.orgs().requireManage(tenant.organization());
        return tenant;
    }

    /**
     * The tenant, if the administrator may change it, to be changed by this request only until its transaction ends. Refuses
     * before it waits.
     */
    Tenant changing(String id) {
        manageable(id);
        Tenants.of(session).oneChangeAtATime(id);
        return manageable(id);
    }

    /** The user, if the administrator may see it. */
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

    /** As Keycloak's own list: administrators who may search organizations but see none get an empty page. */
    boolean seesNothing() {
        return !AdminPermissionsSchema.SCHEMA.isAdminPermissionsEnabled(
                        session.getContext().getRealm())
                && !auth.orgs().canView();
    }
}
