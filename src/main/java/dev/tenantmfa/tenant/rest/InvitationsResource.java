package dev.tenantmfa.tenant.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.tenantmfa.platform.rest.JsonBody;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.platform.rest.Page;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.invitation.Invitations;
import dev.tenantmfa.tenant.invitation.Invitations.Invitation;
import dev.tenantmfa.tenant.invitation.Invitations.Sending;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.rule.TenantRole;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/** The pending invitations of the active tenant: {@code …/tenants/me/invitations}. */
public final class InvitationsResource {

    private final KeycloakSession session;
    private final TenantApi api;

    InvitationsResource(KeycloakSession session, TenantApi api) {
        this.session = session;
        this.api = api;
    }

    @GET
    public Response list() {
        return api.tenant(CallRule.ownersAndAdmins(), call -> {
            Page page = Page.of(
                    session.getContext().getRealm(),
                    session.getContext().getUri().getQueryParameters());
            List<View> found =
                    Invitations.of(session, call.tenant()).list(page.search(), page.first(), page.max()).stream()
                            .map(View::of)
                            .toList();
            return Answers.json(found);
        });
    }

    @GET
    @Path("count")
    public Response count() {
        return api.tenant(
                CallRule.ownersAndAdmins(),
                call -> Answers.count(Invitations.of(session, call.tenant())
                        .count(Page.search(session.getContext().getUri().getQueryParameters()))));
    }

    @POST
    public Response invite(InputStream json) {
        return api.tenant(CallRule.ownersAndAdmins().whoChange(), call -> {
            JsonBody body = JsonBody.read(session.getContext().getRequestHeaders(), json, "email", "role");
            EmailAddress email = TenantsResource.Fields.requiredEmail(body, "email");
            TenantRole role = body.choice("role", TenantRole.class);
            call.requirePowerOver(role);
            Sending.Invited invited = invited(
                    Invitations.of(session, call.tenant()).invite(call.caller().user(), email, role));
            String id = invited.invitation().id();
            call.audit()
                    .invitation(
                            call.tenant(),
                            OperationType.CREATE,
                            id,
                            Map.of("email", email.value(), "role", role.name()));
            return Answers.created(
                    session.getContext()
                            .getUri()
                            .getAbsolutePathBuilder()
                            .path(id)
                            .build(),
                    View.Sent.of(invited.invitation(), invited.mailSent()));
        });
    }

    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") String id) {
        return api.tenant(CallRule.ownersAndAdmins().whoChange(), call -> {
            Invitation invitation = invitation(call, id);
            Invitations.of(session, call.tenant()).revoke(invitation);
            call.audit().invitation(call.tenant(), OperationType.DELETE, id, Map.of("email", invitation.email()));
            return Answers.done();
        });
    }

    @POST
    @Path("{id}/resend")
    public Response resend(@PathParam("id") String id) {
        return api.tenant(CallRule.ownersAndAdmins().whoChange(), call -> {
            Invitation invitation = invitation(call, id);
            Sending.Invited invited = invited(
                    Invitations.of(session, call.tenant()).resend(call.caller().user(), invitation));
            call.audit()
                    .invitation(
                            call.tenant(),
                            OperationType.ACTION,
                            invited.invitation().id(),
                            Map.of("email", invitation.email(), "action", "resend"));
            return Answers.json(View.Sent.of(invited.invitation(), invited.mailSent()));
        });
    }

    private Invitation invitation(TenantCall call, String id) {
        Invitation invitation = Invitations.of(session, call.tenant())
                .byId(id)
                .orElseThrow(() -> Problem.notFound().refusal());
        call.requirePowerOver(invitation.role());
        return invitation;
    }

    private static Sending.Invited invited(Sending sending) {
        if (sending instanceof Sending.Invited invited) {
            return invited;
        }
        if (sending instanceof Sending.TooManyMails blocked) {
            throw TenantCall.tooManyMails(blocked.retryAfter()).refusal();
        }
        if (sending instanceof Sending.AlreadyMember) {
            throw Problem.conflict("already_member", "This user is already a member of the tenant.")
                    .refusal();
        }
        throw Problem.conflict("already_invited", "This address already has a pending invitation. Resend it instead.")
                .refusal();
    }

    /** An invitation that has not been accepted. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record View(
            @JsonProperty("id") String id,
            @JsonProperty("email") String email,
            @JsonProperty("role") String role,
            @JsonProperty("status") String status,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("expires_at") String expiresAt) {

        static View of(Invitation invitation) {
            return new View(
                    invitation.id(),
                    invitation.email(),
                    invitation.role().name(),
                    invitation.expired() ? "EXPIRED" : "PENDING",
                    JsonTime.of(invitation.createdAt()),
                    JsonTime.of(invitation.expiresAt()));
        }

        /** An invitation that was just sent. */
        record Sent(
                @JsonUnwrapped View invitation,
                @JsonProperty("mail_sent") boolean mailSent) {

            static Sent of(Invitation invitation, boolean mailSent) {
                return new Sent(View.of(invitation), mailSent);
            }
        }
    }
}
