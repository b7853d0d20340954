package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.platform.rest.PlainText;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Exemptions;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.account.Accounts;
import dev.tenantmfa.tenant.account.ExemptionMail;
import dev.tenantmfa.tenant.account.TenantUsername;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rest.member.MemberList;
import dev.tenantmfa.tenant.rest.member.MemberView;
import dev.tenantmfa.tenant.rest.policy.ExemptionEnd;
import dev.tenantmfa.tenant.rule.TenantRole;
import dev.tenantmfa.tenant.rule.TenantSettings;
import dev.tenantmfa.tenant.session.TenantSessions;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The members of the active tenant: {@code …/tenants/me/users}. */
public final class MembersResource {

    /** Keycloak's names of user attributes that have another name here. */
    private static final Map<String, String> FIELDS =
            Map.of(UserModel.FIRST_NAME, "first_name", UserModel.LAST_NAME, "last_name");

    private final KeycloakSession session;
    private final TenantApi api;

    MembersResource(KeycloakSession session, TenantApi api) {
        this.session = session;
        this.api = api;
    }

    @GET
    public Response list() {
        return api.tenant(CallRule.ownersAndAdmins(), call -> new MemberList(session, call.tenant()).answer());
    }

    @GET
    @Path("count")
    public Response count() {
        return api.tenant(
                CallRule.ownersAndAdmins(), call -> Answers.count(new MemberList(session, call.tenant()).count()));
    }

    @POST
    public Response create(InputStream json) {
        return api.tenant(CallRule.ownersAndAdmins().whoChange(), call -> {
            if (!TenantSettings.TENANTS_CREATE_ACCOUNTS.in(session.getContext().getRealm())) {
                // Before the body is read: the response is the same for every address.
                throw Problem.forbidden(
                                "use_invitation",
                                "Tenants cannot create accounts in this realm. Invite the user instead.")
                        .refusal();
            }
            JsonBody body = JsonBody.read(
                    session.getContext().getRequestHeaders(),
                    json,
                    "username",
                    "email",
                    "role",
                    "first_name",
                    "last_name");
            Accounts.NewAccount account = newAccount(body);
            TenantRole role = body.choice("role", TenantRole.class);
            call.requirePowerOver(role);
            Accounts.Made made = made(Accounts.of(session).create(call.caller().user(), call.tenant(), account, role));
            String id = made.person().getId();
            call.audit().member(call.tenant(), OperationType.CREATE, id, Map.of("user_id", id, "role", role.name()));
            return Answers.created(
                    session.getContext()
                            .getUri()
                            .getAbsolutePathBuilder()
                            .path(id)
                            .build(),
                    new MemberView.Created(call.view(id), made.mailSent()));
        });
    }

    @GET
    @Path("{id}")
    public Response read(@PathParam("id") String id) {
        return api.tenant(CallRule.anybody(), call -> {
            if (call.role() == TenantRole.MEMBER
                    && !call.caller().user().getId().equals(id)) {
                throw Problem.forbidden("role_required", "Members can only read their own membership.")
                        .refusal();
            }
            return Answers.json(MemberView.of(session, call.member(id)));
        });
    }

    @PATCH
    @Path("{id}")
    public Response change(@PathParam("id") String id, InputStream json) {
        return api.tenant(CallRule.ownersAndAdmins().whoChange(), call -> {
            JsonBody body = JsonBody.read(
                            session.getContext().getRequestHeaders(), json, "role", "is_active", ExemptionEnd.FIELD)
                    .withoutNull("role", "is_active");
            Optional<TenantRole> role = body.optionalChoice("role", TenantRole.class);
            Optional<Boolean> active = body.optionalFlag("is_active");
            if (role.isEmpty() && active.isEmpty() && !body.names(ExemptionEnd.FIELD)) {
                throw Problem.invalid("role, is_active or mfa_exempt_until is required.")
                        .refusal();
            }
            Membership member = call.member(id);
            boolean exempting = body.names(ExemptionEnd.FIELD);
            @Nullable Instant exempt = exempting ? ExemptionEnd.read(body, call.role(), call.isSelf(member)) : null;
            if (exempting) {
                Impersonation.refuseChangesIn(call.caller().session());
                api.requireFreshSecondFactor(call.caller());
            }
            call.requirePowerOver(member.role());
            role.ifPresent(call::requirePowerOver);
            if (exempting) {
                call.takeMail();
            }
            role.ifPresent(wanted -> Answers.requireDone(call.members().setRole(member, wanted)));
            active.ifPresent(wanted -> Answers.requireDone(call.members().setActive(member, wanted)));
            if (active.filter(wanted -> !wanted).isPresent()) {
                new TenantSessions(session).end(member.person(), call.tenant());
            }
            Map<String, String> details = new HashMap<>(Map.of("user_id", id));
            if (exempting) {
                Exemptions.set(session, member, exempt);
                details.put(ExemptionEnd.FIELD, exempt == null ? "" : JsonTime.of(exempt));
                ExemptionMail.toOwners(session, call.tenant(), call.caller().user(), member.person(), exempt);
            }
            role.ifPresent(wanted -> details.put("role", wanted.name()));
            active.ifPresent(wanted -> details.put("is_active", wanted.toString()));
            call.audit().member(call.tenant(), OperationType.UPDATE, id, details);
            return Answers.json(call.view(id));
        });
    }

    @DELETE
    @Path("{id}")
    public Response remove(@PathParam("id") String id) {
        return api.tenant(CallRule.anybody().whoChange(), call -> {
            boolean self = call.caller().user().getId().equals(id);
            if (call.role() == TenantRole.MEMBER && !self) {
                throw Problem.forbidden("role_required", "Members can leave the tenant, but cannot remove others.")
                        .refusal();
            }
            Membership member = call.member(id);
            if (!self) {
                call.requirePowerOver(member.role());
            }
            Answers.requireDone(call.members().remove(member));
            new TenantSessions(session).end(member.person(), call.tenant());
            call.audit().member(call.tenant(), OperationType.DELETE, id, Map.of("user_id", id));
            return Answers.done();
        });
    }

    @Path("{id}/mfa")
    public MemberFactorsResource factors(@PathParam("id") String id) {
        return new MemberFactorsResource(session, api, id);
    }

    private static Accounts.NewAccount newAccount(JsonBody body) {
        String username = body.text("username", 1, TenantUsername.LONGEST);
        if (!TenantUsername.isValid(username) || !PlainText.is(username)) {
            throw Problem.invalid("username must have 1 to " + TenantUsername.LONGEST
                            + " characters. Colons and at signs are not allowed.")
                    .refusal();
        }
        EmailAddress email = TenantsResource.Fields.requiredEmail(body, "email");
        return new Accounts.NewAccount(
                username, email, body.optionalText("first_name", 1, 255), body.optionalText("last_name", 1, 255));
    }

    private static Accounts.Made made(Accounts.Creation creation) {
        if (creation instanceof Accounts.Made made) {
            return made;
        }
        if (creation instanceof Accounts.Invalid invalid) {
            throw Problem.invalid(
                            FIELDS.getOrDefault(invalid.field(), invalid.field()) + " is not valid in this realm.")
                    .refusal();
        }
        if (creation instanceof Accounts.UsernameInUse) {
            throw Problem.conflict("username_in_use", "Another member of this tenant has this username.")
                    .refusal();
        }
        if (creation instanceof Accounts.TooManyMails blocked) {
            throw TenantCall.tooManyMails(blocked.retryAfter()).refusal();
        }
        throw Problem.conflict("use_invitation", "This address already has an account. Invite the user instead.")
                .refusal();
    }
}
