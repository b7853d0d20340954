package dev.tenantmfa.mfa;

import dev.tenantmfa.assurance.device.TrustedDevices;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.change.FactorRemoval;
import dev.tenantmfa.factor.change.Handover;
import dev.tenantmfa.factor.pass.AccessPassCalls;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.PersonId;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.platform.rest.resource.AdminToken;
import dev.tenantmfa.wiring.bulk.BulkImportResource;
import dev.tenantmfa.wiring.doctor.DoctorResource;
import dev.tenantmfa.wiring.export.ExportResource;
import dev.tenantmfa.wiring.install.InstallResource;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * Manages the second factors of other users. Requires the permissions that Keycloak's own resource for a user's
 * credentials requires, and answers callers without them in the same way. Calls for all users of the realm require the
 * permissions to manage all users and the realm.
 */
public final class MfaAdminResource {

    /** Most users that one request processes. */
    private static final int MOST_PEOPLE = 500;

    private static final int DEFAULT_PEOPLE = 100;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;

    MfaAdminResource(KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.auth = auth;
        this.adminEvent = adminEvent;
    }

    @GET
    @Path("users/{id}")
    public Response read(@PathParam("id") String id) {
        return manageable(
                id,
                person -> Views.json(Views.StatusAndLimits.of(
                        MfaStatus.of(session, person),
                        TrustedDevices.of(session, person).all().size(),
                        SecondFactors.of(session).usage(person))));
    }

    @DELETE
    @Path("users/{id}/limits")
    public Response clearLimits(@PathParam("id") String id) {
        return manageable(id, person -> {
            SecondFactors.clearLimits(session, realm, person);
            write(OperationType.DELETE, person, "limits");
            return Response.noContent().build();
        });
    }

    @POST
    @Path("users/{id}/reset")
    public Response reset(@PathParam("id") String id) {
        return changeable(id, person -> {
            FactorRemoval.reset(session, realm, person);
            write(OperationType.ACTION, person, "reset");
            return Response.noContent().build();
        });
    }

    @POST
    @Path("users/{id}/access-pass")
    public Response makeAccessPass(@PathParam("id") String id, @Nullable InputStream json) {
        return changeable(id, person -> {
            Duration lifetime = AccessPassCalls.lifetime(session, json);
            requireOther(person);
            AccessPasses.Made made = AccessPassCalls.make(session, person, lifetime, null);
            write(OperationType.CREATE, person, "access-pass");
            return AccessPassCalls.created(made);
        });
    }

    @DELETE
    @Path("users/{id}/access-pass")
    public Response takeAccessPassBack(@PathParam("id") String id) {
        return changeable(id, person -> {
            requireOther(person);
            AccessPassCalls.takeBack(session, person);
            write(OperationType.DELETE, person, "access-pass");
            return Response.noContent().build();
        });
    }

    /** A pass for oneself would make a stolen session of an administrator last: nobody else would vouch for it. */
    private void requireOther(UserModel person) {
        if (person.equals(auth.adminAuth().getUser())) {
            throw Problem.forbidden(
                            "own_access_pass",
                            "You cannot create or revoke your own access pass. Ask another administrator.")
                    .refusal();
        }
    }

    @POST
    @Path("convert-to-keycloak")
    public Response convertToKeycloak(@Nullable InputStream json) {
        return RealmApi.of(session).guard(() -> {
            auth.realm().requireManageRealm();
            auth.users().requireManage();
            Impersonation.refuseChangesIn(AdminToken.sessionOf(session, auth.adminAuth()));
            JsonBody body = JsonBody.read(
                    session.getContext().getRequestHeaders(), json, "first", "max", "remove_other_factors");
            int first = body.has("first") ? body.number("first", 0, Integer.MAX_VALUE - MOST_PEOPLE) : 0;
            int max = body.has("max") ? body.number("max", 1, MOST_PEOPLE) : DEFAULT_PEOPLE;
            boolean removeOthers = body.optionalFlag("remove_other_factors").orElse(false);
            if (Handover.mayConvert(realm)) {
                throw Problem.conflict(
                                "converts_back",
                                "Set the realm attribute " + Handover.CONVERT_BUILT_IN_OTP.key()
                                        + " to false first. Otherwise, the next login converts the credentials back.")
                        .refusal();
            }
            Handover.Page page = new Handover(session, removeOthers).page(first, max);
            adminEvent
                    .operation(OperationType.ACTION)
                    .resource(ResourceType.REALM)
                    .resourcePath("mfa", "convert-to-keycloak")
                    .detail("first", Integer.toString(first))
                    .detail("looked_at", Integer.toString(page.lookedAt()))
                    .detail("apps_converted", Integer.toString(page.apps()))
                    .detail("remove_other_factors", Boolean.toString(removeOthers))
                    .detail("factors_removed", Integer.toString(page.removed()))
                    .detail("left", Integer.toString(page.left().size()))
                    .success();
            return Views.json(Views.HandedOver.of(page));
        });
    }

    @Path("install")
    public InstallResource install() {
        return InstallResource.install(session, auth, adminEvent);
    }

    @Path("install/export")
    public ExportResource export() {
        return new ExportResource(session, auth);
    }

    @Path("uninstall")
    public InstallResource uninstall() {
        return InstallResource.uninstall(session, auth, adminEvent);
    }

    @Path("doctor")
    public DoctorResource doctor() {
        return new DoctorResource(session, auth);
    }

    @Path("import")
    public BulkImportResource bulkImport() {
        return new BulkImportResource(session, auth, adminEvent);
    }

    /** For changes of factors, which nobody makes in the name of an administrator whom they impersonate. */
    private Response changeable(String id, Function<UserModel, Response> call) {
        return manageable(id, person -> {
            Impersonation.refuseChangesIn(AdminToken.sessionOf(session, auth.adminAuth()));
            return call.apply(person);
        });
    }

    private Response manageable(String id, Function<UserModel, Response> call) {
        return RealmApi.of(session).guard(() -> {
            UserModel person = PersonId.isOne(id) ? session.users().getUserById(realm, id) : null;
            if (person == null) {
                // As in Keycloak's users resource: callers who may not query users must not learn which ids exist.
                throw auth.users().canQuery() ? new NotFoundException("User not found") : new ForbiddenException();
            }
            auth.users().requireManage(person);
            return call.apply(person);
        });
    }

    private void write(OperationType operation, UserModel person, String what) {
        adminEvent
                .operation(operation)
                .resource(ResourceType.USER)
                .resourcePath("users", person.getId(), "mfa", what)
                .success();
    }
}
