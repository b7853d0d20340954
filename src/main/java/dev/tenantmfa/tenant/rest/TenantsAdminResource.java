package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Members;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lifecycle.TenantChanges;
import dev.tenantmfa.tenant.lifecycle.TenantCreation;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rest.member.MemberView;
import dev.tenantmfa.tenant.rest.policy.PolicyChange;
import dev.tenantmfa.tenant.rest.policy.PolicyView;
import dev.tenantmfa.tenant.rule.TenantRole;
import dev.tenantmfa.tenant.search.TenantSearch;
import dev.tenantmfa.tenant.session.TenantSessions;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * All tenants of a realm, for its administrators. Requires the same permissions as Keycloak's own resource of
 * organizations, and gives the same responses to callers without them.
 */
public final class TenantsAdminResource {

    private final KeycloakSession session;
    private final AdminPermissionEvaluator auth;
    private final AdminAccess access;
    private final AdminEventBuilder adminEvent;
    private final Tenants tenants;

    TenantsAdminResource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.auth = auth;
        this.access = new AdminAccess(session, auth);
        this.adminEvent = adminEvent;
        this.tenants = Tenants.of(session);
    }

    @GET
    public Response list() {
        return access.answer(() -> {
            auth.orgs().requireQuery();
            access.requireOrganizations();
            MultivaluedMap<String, String> query = query();
            Page page = Page.of(session.getContext().getRealm(), query);
            if (access.seesNothing()) {
                return Answers.json(List.of());
            }
            List<TenantView.ForAdmin> found = new TenantSearch(session)
                    .search(page.search(), Page.flag(query, "is_active"), page.first(), page.max()).stream()
                            .map(TenantView.ForAdmin::of)
                            .toList();
            return Answers.json(found);
        });
    }

    @GET
    @Path("count")
    public Response count() {
        return access.answer(() -> {
            auth.orgs().requireQuery();
            access.requireOrganizations();
            MultivaluedMap<String, String> query = query();
            String search = Page.search(query);
            Optional<Boolean> active = Page.flag(query, "is_active");
            return Answers.count(access.seesNothing() ? 0 : new TenantSearch(session).count(search, active));
        });
    }

    @POST
    public Response create(InputStream json) {
        return access.answer(() -> {
            auth.orgs().requireManage();
            access.requireOrganizations();
            JsonBody body = body(json, "tenant_name", "tenant_email", "owner_id");
            @Nullable
            UserModel owner =
                    body.optionalText("owner_id", 1, 255).map(access::user).orElse(null);
            if (owner != null) {
                // As Keycloak requires for adding a member.
                auth.users().requireManage(owner);
            }
            Tenant tenant = Answers.taken(new TenantCreation(session)
                    .create(
                            TenantsResource.Fields.tenantName(body),
                            TenantsResource.Fields.email(body, "tenant_email"),
                            owner));
            Map<String, String> details = new HashMap<>(Map.of("tenant_name", tenant.name()));
            if (owner != null) {
                details.put("owner_id", owner.getId());
            }
            Audit.by(adminEvent).tenant(tenant, OperationType.CREATE, details);
            return Answers.created(
                    session.getContext()
                            .getUri()
                            .getAbsolutePathBuilder()
                            .path(tenant.id())
                            .build(),
                    TenantView.ForAdmin.of(tenant));
        });
    }

    @GET
    @Path("{id}")
    public Response read(@PathParam("id") String id) {
        return access.answer(() -> {
            Tenant tenant = access.visible(id);
            return Answers.json(TenantView.ForAdmin.of(tenant));
        });
    }

    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream json) {
        return access.answer(() -> {
            Tenant tenant = access.changing(id);
            JsonBody body = body(json, "is_active", "tenant_name");
            Optional<Boolean> active = body.optionalFlag("is_active");
            Optional<TenantName> name =
                    body.has("tenant_name") ? Optional.of(TenantsResource.Fields.tenantName(body)) : Optional.empty();
            if (active.isEmpty() && name.isEmpty()) {
                throw Problem.invalid("is_active, tenant_name or both are required.")
                        .refusal();
            }
            Map<String, String> details = new HashMap<>();
            name.ifPresent(wanted -> {
                Answers.taken(new TenantChanges(session).rename(tenant, wanted));
                details.put("tenant_name", wanted.value());
            });
            active.ifPresent(wanted -> {
                if (wanted && tenant.deletedAt().isPresent()) {
                    Answers.taken(new TenantChanges(session).restore(tenant));
                } else {
                    new TenantChanges(session).setActive(tenant, wanted, null);
                }
                details.put("is_active", wanted.toString());
            });
            Audit.by(adminEvent).tenant(tenant, OperationType.UPDATE, details);
            if (active.filter(wanted -> !wanted).isPresent()) {
                endSessions(tenant);
            }
            return Answers.json(TenantView.ForAdmin.of(tenant));
        });
    }

    @PUT
    @Path("{id}/owner")
    public Response setOwner(@PathParam("id") String id, InputStream json) {
        return access.answer(() -> {
            Tenant tenant = access.changing(id);
            UserModel person = access.user(body(json, "user_id").text("user_id", 1, 255));
            auth.users().requireManage(person);
            Members members = tenant.members();
            if (!members.add(person, TenantRole.OWNER)) {
                Membership member =
                        members.of(person).orElseThrow(() -> Problem.notFound().refusal());
                Answers.requireDone(members.setRole(member, TenantRole.OWNER));
                Answers.requireDone(members.setActive(member, true));
            }
            Audit.by(adminEvent)
                    .member(
                            tenant,
                            OperationType.UPDATE,
                            person.getId(),
                            Map.of("user_id", person.getId(), "role", TenantRole.OWNER.name()));
            return Answers.json(MemberView.of(
                    session,
                    members.of(person).orElseThrow(() -> Problem.notFound().refusal())));
        });
    }

    @GET
    @Path("{id}/mfa-policy")
    public Response policy(@PathParam("id") String id) {
        return access.answer(() -> Answers.json(PolicyView.of(access.visible(id))));
    }

    @PUT
    @Path("{id}/mfa-policy")
    public Response setPolicy(@PathParam("id") String id, InputStream json) {
        return access.answer(() -> {
            Tenant tenant = access.changing(id);
            return Answers.json(PolicyChange.answer(
                    session,
                    tenant,
                    json,
                    auth.users().canView(),
                    details -> Audit.by(adminEvent).tenant(tenant, OperationType.UPDATE, details)));
        });
    }

    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") String id) {
        return access.answer(() -> {
            Tenant tenant = access.changing(id);
            boolean permanent = Page.flag(query(), "permanent").orElse(false);
            Audit audit = Audit.by(adminEvent);
            Map<String, String> details = Map.of("permanent", Boolean.toString(permanent));
            if (permanent) {
                audit.tenant(tenant, OperationType.DELETE, details);
                new TenantSessions(session).endAllOfRemoved(tenant);
                new TenantChanges(session).deletePermanently(tenant);
            } else {
                new TenantChanges(session).delete(tenant);
                // Listeners are told at once, and look whether the tenant is shut.
                audit.tenant(tenant, OperationType.DELETE, details);
                endSessions(tenant);
            }
            return Answers.done();
        });
    }

    private void endSessions(Tenant tenant) {
        new TenantSessions(session).endAll(tenant, null);
    }

    private MultivaluedMap<String, String> query() {
        return session.getContext().getUri().getQueryParameters();
    }

    private JsonBody body(InputStream json, String... fields) {
        return JsonBody.read(session.getContext().getRequestHeaders(), json, fields);
    }
}
