package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.factor.pass.AccessPassCalls;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.rest.JsonTime;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.people.PersonalFactors;
import dev.tenantmfa.tenant.people.PrivilegedAccounts;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;

/**
 * The second factor of another member: {@code …/tenants/me/users/{id}/mfa}. A second factor protects all that the member
 * can do, so a tenant has power over it only if the account is its own: not over administrators, and not over members of
 * other tenants.
 */
public final class MemberFactorsResource {

    private final KeycloakSession session;
    private final TenantApi api;
    private final String id;

    /** @param id of the member, as in the path */
    MemberFactorsResource(KeycloakSession session, TenantApi api, String id) {
        this.session = session;
        this.api = api;
        this.id = id;
    }

    @POST
    @Path("reset")
    public Response reset() {
        return api.tenant(rule(), call -> {
            Membership member = other(call, MemberFactorsResource::ownReset);
            call.takeMail();
            PersonalFactors.of(session).reset(member.person());
            audit(call, "mfa_reset", Map.of());
            return Answers.done();
        });
    }

    @POST
    @Path("access-pass")
    public Response makeAccessPass(InputStream json) {
        return api.tenant(rule(), call -> {
            Duration lifetime = AccessPassCalls.lifetime(session, json);
            Membership member = other(call, MemberFactorsResource::ownPass);
            call.takeMail();
            AccessPasses.Made made = AccessPassCalls.make(
                    session, member.person(), lifetime, call.tenant().id());
            audit(call, "access_pass_created", Map.of("expires_at", JsonTime.of(made.expiresAt())));
            return AccessPassCalls.created(made);
        });
    }

    @DELETE
    @Path("access-pass")
    public Response takeAccessPassBack() {
        return api.tenant(rule(), call -> {
            Membership member = other(call, MemberFactorsResource::ownPass);
            AccessPassCalls.takeBack(session, member.person());
            audit(call, "access_pass_revoked", Map.of());
            return Answers.done();
        });
    }

    private static CallRule rule() {
        return CallRule.ownersAndAdmins().whoChange().withFreshMfa().ofFactorsOfOthers();
    }

    /** A member other than the caller over whose account the tenant has power; otherwise a refusal. */
    private Membership other(TenantCall call, Supplier<Problem> self) {
        Membership member = call.member(id);
        if (call.isSelf(member)) {
            throw self.get().refusal();
        }
        call.requirePowerOver(member.role());
        if (PrivilegedAccounts.includes(session, member.person())) {
            throw Problem.conflict("privileged_account", "This account has an administrator role.")
                    .refusal();
        }
        if (Tenants.of(session).isSharedWithOthers(member.person(), call.tenant())) {
            throw Problem.conflict("shared_account", "This user is also a member of another tenant.")
                    .refusal();
        }
        return member;
    }

    private static Problem ownReset() {
        return Problem.forbidden(
                "use_mfa_disable", "You cannot reset your own second factor. Use POST mfa/disable instead.");
    }

    private static Problem ownPass() {
        return Problem.forbidden(
                "own_access_pass", "You cannot create or revoke your own access pass. Ask another owner.");
    }

    private void audit(TenantCall call, String action, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("user_id", id);
        details.put("action", action);
        call.audit().member(call.tenant(), OperationType.ACTION, id, details);
    }
}
