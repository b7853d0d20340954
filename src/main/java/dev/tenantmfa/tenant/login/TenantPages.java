package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.name.ShownName;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.authentication.AuthenticationFlowContext;

/** The pages of {@link TenantAccessAuthenticator}. */
final class TenantPages {

    private TenantPages() {}

    static Response choice(AuthenticationFlowContext context, List<Membership> open) {
        List<Map<String, String>> options = open.stream()
                .map(Membership::tenant)
                .map(tenant -> Map.of("id", tenant.id(), "name", ShownName.in(tenant.name())))
                .toList();
        return context.form().setAttribute("tmfa", Map.of("tenants", options)).createForm("tmfa-tenant-choice.ftl");
    }

    /** Shown only after a valid password. */
    static Response suspended(AuthenticationFlowContext context, Tenant tenant) {
        return refused(context, ShownName.in(tenant.name()), false);
    }

    /** As {@link #suspended}, for a deleted tenant. */
    static Response deleted(AuthenticationFlowContext context, Tenant tenant) {
        return refused(context, ShownName.in(tenant.name()), true);
    }

    static Response notMember(AuthenticationFlowContext context) {
        return refused(context, "", false);
    }

    private static Response refused(AuthenticationFlowContext context, String tenant, boolean deleted) {
        return context.form()
                .setStatus(Response.Status.FORBIDDEN)
                .setAttribute("tmfa", Map.of("tenant", tenant, "deleted", deleted))
                .createForm("tmfa-tenant-refused.ftl");
    }
}
