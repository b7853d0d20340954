package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.lifecycle.SuspensionMark;
import dev.tenantmfa.tenant.lifecycle.TenantChanges;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rest.member.MfaReportView;
import dev.tenantmfa.tenant.rest.policy.PolicyChange;
import dev.tenantmfa.tenant.rest.policy.PolicyView;
import dev.tenantmfa.tenant.session.TenantSessions;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/** The tenant that the token is for: {@code …/tenants/me}. */
public final class ActiveTenantResource {

    private final KeycloakSession session;
    private final TenantApi api;

    ActiveTenantResource(KeycloakSession session, TenantApi api) {
        this.session = session;
        this.api = api;
    }

    @GET
    public Response read() {
        return api.tenant(CallRule.anybody().evenIfJustSuspended(), call -> Answers.json(TenantView.of(call.tenant())));
    }

    @PUT
    public Response rename(InputStream json) {
        return api.tenant(CallRule.ownersAndAdmins().whoChange(), call -> {
            TenantName name = TenantsResource.Fields.tenantName(body(json, "tenant_name"));
            Tenant tenant = Answers.taken(new TenantChanges(session).rename(call.tenant(), name));
            call.audit().tenant(tenant, OperationType.UPDATE, Map.of("tenant_name", name.value()));
            return Answers.json(TenantView.of(tenant));
        });
    }

    @PATCH
    @Path("status")
    public Response setActive(InputStream json) {
        return api.tenant(CallRule.owners().whoChange().evenIfJustSuspended(), call -> {
            boolean active = body(json, "is_active").flag("is_active");
            Tenant tenant = call.tenant();
            if (active != tenant.isActive()) {
                new TenantChanges(session)
                        .setActive(
                                tenant, active, SuspensionMark.of(call.caller().session()));
                call.audit().tenant(tenant, OperationType.UPDATE, Map.of("is_active", Boolean.toString(active)));
            }
            if (!active) {
                // Also if the tenant already is suspended: the call that suspended it may not have ended all sessions.
                new TenantSessions(session)
                        .endAll(tenant, call.caller().session().getId());
            }
            return Answers.json(TenantView.of(tenant));
        });
    }

    @DELETE
    public Response delete() {
        return api.tenant(CallRule.owners().whoChange().withFreshMfa(), call -> {
            new TenantChanges(session).delete(call.tenant());
            call.audit().tenant(call.tenant(), OperationType.DELETE, Map.of("permanent", "false"));
            new TenantSessions(session).endAll(call.tenant(), null);
            return Answers.done();
        });
    }

    @POST
    @Path("owner")
    public Response transferOwnership(InputStream json) {
        return api.tenant(CallRule.owners().whoChange().withFreshMfa(), call -> {
            Membership successor = call.member(body(json, "user_id").text("user_id", 1, 255));
            if (call.isSelf(successor)) {
                throw Problem.conflict("already_owner", "You are already an owner of this tenant.")
                        .refusal();
            }
            if (!successor.active()
                    || !successor.person().isEnabled()
                    || call.members().isUnfinished(successor.person())) {
                throw Problem.conflict(
                                "inactive_member",
                                "Only an active member who has set up their account can become the owner.")
                        .refusal();
            }
            call.members().transferOwnership(call.self(), successor);
            call.audit()
                    .member(
                            call.tenant(),
                            OperationType.UPDATE,
                            successor.person().getId(),
                            Map.of(
                                    "role",
                                    "OWNER",
                                    "former_owner",
                                    call.caller().user().getId()));
            return Answers.json(call.view(successor.person().getId()));
        });
    }

    @GET
    @Path("mfa-policy")
    public Response policy() {
        return api.tenant(CallRule.anybody(), call -> Answers.json(PolicyView.of(call.tenant())));
    }

    /** With {@code dry_run=true} nothing is changed; the response shows the effects of the policy. */
    @PUT
    @Path("mfa-policy")
    public Response setPolicy(InputStream json) {
        return api.tenant(CallRule.owners().whoChange().withFreshMfa(), call -> {
            Tenant tenant = call.tenant();
            return Answers.json(PolicyChange.answer(
                    session,
                    tenant,
                    json,
                    true,
                    details -> call.audit().tenant(tenant, OperationType.UPDATE, details)));
        });
    }

    @GET
    @Path("mfa-report")
    public Response report() {
        return api.tenant(CallRule.ownersAndAdmins(), call -> MfaReportView.answer(session, call.tenant()));
    }

    @GET
    @Path("audit")
    public Response audit() {
        return api.tenant(CallRule.ownersAndAdmins(), call -> {
            MultivaluedMap<String, String> query = session.getContext().getUri().getQueryParameters();
            AuditTrail trail = new AuditTrail(session, call.tenant());
            int max = Page.of(session.getContext().getRealm(), query).max();
            String personId = query.getFirst("user_id");
            if (personId == null) {
                return Answers.json(trail.changes(Page.before(query), max));
            }
            return Answers.json(trail.logins(call.member(personId), Page.before(query), max));
        });
    }

    @Path("users")
    public MembersResource users() {
        return new MembersResource(session, api);
    }

    @Path("invitations")
    public InvitationsResource invitations() {
        return new InvitationsResource(session, api);
    }

    private JsonBody body(InputStream json, String... fields) {
        return JsonBody.read(session.getContext().getRequestHeaders(), json, fields);
    }
}
