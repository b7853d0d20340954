package dev.tenantmfa.tenant.login;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.authentication.AuthenticationFlowContext;

/** The pages of {@link TenantAccessAuthenticator}. */
public final class TenantPages {

    private TenantPages() {}

    /** One of the tenants to choose from. Public for the template engine. */
    public record Option(String id, String name) {

        public String getId() {
            return id;
        }

        public String getName() {
            return name;
        }
    }

    /** What {@code tmfa-tenant-choice.ftl} shows. Public for the template engine. */
    public record Choice(List<Option> tenants) {

        public List<Option> getTenants() {
            return tenants;
        }
    }

    /** What {@code tmfa-tenant-refused.ftl} shows. Public for the template engine. */
    public record Refused(String tenant) {

        public String getTenant() {
            return tenant;
        }
    }

    static Response choice(AuthenticationFlowContext context, List<Membership> open) {
        List<Option> options = open.stream()
                .map(membership ->
                        new Option(membership.tenant().id(), membership.tenant().name()))
                .toList();
        return context.form().setAttribute("tmfa", new Choice(options)).createForm("tmfa-tenant-choice.ftl");
    }

    /** Shown only to somebody whose password was right. */
    static Response suspended(AuthenticationFlowContext context, Tenant tenant) {
        return refused(context, tenant.name());
    }

    static Response notMember(AuthenticationFlowContext context) {
        return refused(context, "");
    }

    private static Response refused(AuthenticationFlowContext context, String tenant) {
        return context.form()
                .setStatus(Response.Status.FORBIDDEN)
                .setAttribute("tmfa", new Refused(tenant))
                .createForm("tmfa-tenant-refused.ftl");
    }
}
