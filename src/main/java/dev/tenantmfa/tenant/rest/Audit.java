package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.tenant.Tenant;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.admin.AdminAuth;
import org.keycloak.services.resources.admin.AdminEventBuilder;

/**
 * Records changes of tenants as admin events, with the same paths as events of Keycloak's own console ({@code
 * organizations/<id>/…}), so that one query finds both. Details are ids, roles and switches, never secrets.
 */
final class Audit {

    private final AdminEventBuilder event;

    private Audit(AdminEventBuilder event) {
        this.event = event;
    }

    /** For changes by a member of a tenant. */
    static Audit by(KeycloakSession session, Caller caller) {
        AdminAuth person =
                new AdminAuth(session.getContext().getRealm(), caller.token(), caller.user(), caller.client());
        return new Audit(new AdminEventBuilder(
                session.getContext().getRealm(),
                person,
                session,
                session.getContext().getConnection()));
    }

    /** For changes by a realm administrator. */
    static Audit by(AdminEventBuilder adminEvent) {
        return new Audit(adminEvent);
    }

    /** A change of the tenant itself. */
    void tenant(Tenant tenant, OperationType operation, Map<String, String> details) {
        write(tenant, ResourceType.ORGANIZATION, operation, details, "organizations", tenant.id());
    }

    /** A change of one of its members. */
    void member(Tenant tenant, OperationType operation, String personId, Map<String, String> details) {
        write(
                tenant,
                ResourceType.ORGANIZATION_MEMBERSHIP,
                operation,
                details,
                "organizations",
                tenant.id(),
                "members",
                personId);
    }

    /** A change of an invitation. */
    void invitation(Tenant tenant, OperationType operation, String invitationId, Map<String, String> details) {
        write(
                tenant,
                ResourceType.ORGANIZATION_MEMBERSHIP,
                operation,
                details,
                "organizations",
                tenant.id(),
                "invitations",
                invitationId);
    }

    private void write(
            Tenant tenant, ResourceType type, OperationType operation, Map<String, String> details, String... path) {
        AdminEventBuilder writing = event.operation(operation).resource(type).resourcePath(path);
        writing.getEvent().setDetails(null);
        writing.detail("tenant_id", tenant.id());
        details.forEach(writing::detail);
        writing.success();
    }
}
