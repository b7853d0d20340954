package dev.tenantmfa.wiring.install;

import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.Preferred;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.wiring.install.Change.Right;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/** Plans and applies an installation in the realm, or its removal: {@code mfa/install} and {@code mfa/uninstall}. */
public final class InstallResource {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final AdminPermissionEvaluator auth;
    private final AdminEventBuilder adminEvent;
    private final Kind kind;

    private InstallResource(
            KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent, Kind kind) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.auth = auth;
        this.adminEvent = adminEvent;
        this.kind = kind;
    }

    private enum Kind {
        INSTALL,
        UNINSTALL
    }

    public static InstallResource install(
            KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new InstallResource(session, auth, adminEvent, Kind.INSTALL);
    }

    public static InstallResource uninstall(
            KeycloakSession session, AdminPermissionEvaluator auth, AdminEventBuilder adminEvent) {
        return new InstallResource(session, auth, adminEvent, Kind.UNINSTALL);
    }

    /** Makes a plan, or applies the one that is named. Without {@code "dry_run": false} nothing is changed. */
    @POST
    public Response planOrApply(@Nullable InputStream json) {
        return RealmApi.of(session).guard(() -> {
            auth.realm().requireManageRealm();
            JsonBody body = JsonBody.read(session.getContext().getRequestHeaders(), json, fields());
            Plans plans = new Plans(session);
            Optional<String> planId = body.optionalText("plan_id", 1, 64);
            boolean dry = body.optionalFlag("dry_run").orElse(planId.isEmpty());
            if (planId.isPresent()) {
                requireAlone(body);
                return dry ? answer(kept(plans, planId.get()), false) : apply(plans, planId.get());
            }
            if (dry) {
                Plan plan = plan(body);
                plans.keep(plan, kind.name(), body.toString());
                return answer(plan, false);
            }
            plans.lock();
            return apply(plans, plan(body));
        });
    }

    private String[] fields() {
        return kind == Kind.INSTALL ? OptionsBody.FIELDS.clone() : new String[] {"dry_run", "plan_id"};
    }

    /** A plan has its options already. */
    private static void requireAlone(JsonBody body) {
        for (String field : OptionsBody.FIELDS) {
            if (body.has(field) && !field.equals("plan_id") && !field.equals("dry_run")) {
                throw Problem.invalid(field + " cannot be sent with plan_id: the plan has its options.")
                        .refusal();
            }
        }
    }

    private Plan plan(JsonBody body) {
        return kind == Kind.INSTALL
                ? new Planner(session, OptionsBody.read(session, body)).plan()
                : new Removal(session).plan();
    }

    private Plan kept(Plans plans, String planId) {
        String options = plans.kept(kind.name(), planId).orElseThrow(Plans::outdated);
        Plan plan = plan(JsonBody.parse(options, fields()));
        if (!plan.id().equals(planId)) {
            throw Plans.outdated();
        }
        return plan;
    }

    private Response apply(Plans plans, String planId) {
        plans.lock();
        return apply(plans, kept(plans, planId));
    }

    private Response apply(Plans plans, Plan plan) {
        plans.apply(plan, this::may, this::write);
        if (kind == Kind.UNINSTALL) {
            new Installation(realm).forget();
        }
        return answer(plan, true);
    }

    private boolean may(Right right) {
        return switch (right) {
            case MANAGE_REALM -> auth.realm().canManageRealm();
            case MANAGE_IDENTITY_PROVIDERS -> auth.realm().canManageIdentityProviders();
            case MANAGE_CLIENTS -> auth.clients().canManage();
        };
    }

    private void write(Change change) {
        adminEvent
                .clone(session)
                .operation(change.event().operation())
                .resource(change.event().resource())
                .resourcePath(change.event().path())
                .detail("tenant_mfa", kind == Kind.INSTALL ? "install" : "uninstall")
                .detail("change", change.action() + ": " + change.target())
                .success();
    }

    private Response answer(Plan plan, boolean applied) {
        PlanView view = PlanView.of(plan, realm.getName(), applied);
        return Preferred.is(session, MediaType.TEXT_PLAIN_TYPE)
                ? Response.ok(view.text(), MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                        .build()
                : Response.ok(view, MediaType.APPLICATION_JSON_TYPE).build();
    }
}
