package dev.tenantmfa.tenant.rest;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.evidence.FreshLogin;
import dev.tenantmfa.assurance.evidence.Impersonation;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.platform.rest.Caller;
import dev.tenantmfa.platform.rest.Problem;
import dev.tenantmfa.platform.rest.RealmApi;
import dev.tenantmfa.platform.rest.Refusal;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lifecycle.SuspensionMark;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.people.PersonalFactors;
import dev.tenantmfa.tenant.policy.MemberDemand;
import dev.tenantmfa.tenant.token.TokenTenant;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Authorizes requests: checks the caller, the tenant and the requirements of the call. */
final class TenantApi {

    private final KeycloakSession session;
    private final RealmApi api;

    TenantApi(KeycloakSession session) {
        this.session = session;
        this.api = RealmApi.of(session);
    }

    RealmApi realm() {
        return api;
    }

    /** A call by any user, with or without a tenant. */
    Response person(Function<Caller, Response> call) {
        return answer(caller -> {
            tenantId(caller)
                    .ifPresentOrElse(
                            id -> admit(caller, id, CallRule.anybody()), () -> requireSecondFactorOfAny(caller));
            return call.apply(caller);
        });
    }

    /** A call on the active tenant. */
    Response tenant(CallRule rule, Function<TenantCall, Response> call) {
        return answer(caller -> {
            String id = tenantId(caller)
                    .orElseThrow(() -> Problem.conflict(
                                    "no_active_tenant", "The token is not for a tenant. Log in to a tenant first.")
                            .refusal());
            return call.apply(new TenantCall(session, caller, admit(caller, id, rule)));
        });
    }

    /**
     * For resources that are not about tenants.
     *
     * @throws Refusal if the token is for a tenant that the caller may not enter
     */
    void requireOpenTenant(Caller caller) {
        if (Tenants.of(session).areEnabled()) {
            tenantId(caller).ifPresent(id -> open(caller, id, false));
        }
    }

    private Response answer(Function<Caller, Response> call) {
        return api.answer(caller -> AdminPermissionsSchema.runWithoutAuthorization(session, (Supplier<Response>) () -> {
            if (!Tenants.of(session).areEnabled()) {
                throw Problem.notFound().refusal();
            }
            try {
                return call.apply(caller);
            } catch (TenantBusyException e) {
                throw Problem.conflict("busy", "Another change is in progress. Try again.")
                        .refusal();
            }
        }));
    }

    private Membership admit(Caller caller, String tenantId, CallRule rule) {
        if (rule.changing()) {
            refuseBeforeWaiting(caller, tenantId, rule);
            Tenants.of(session).oneChangeAtATime(tenantId);
        }
        return permit(caller, tenantId, rule);
    }

    /**
     * Callers who may not change the tenant must not delay those who may. Uses a session of its own: everything read
     * here is read again once the lock is held.
     */
    private void refuseBeforeWaiting(Caller caller, String tenantId, CallRule rule) {
        KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> AdminPermissionsSchema.runWithoutAuthorization(own, (Supplier<Membership>) () -> {
                    RealmModel realm = own.getContext().getRealm();
                    UserModel person = Optional.ofNullable(
                                    own.users().getUserById(realm, caller.user().getId()))
                            .orElseThrow(TenantApi::notMember);
                    Caller same = new Caller(person, caller.session(), caller.token(), caller.client());
                    return new TenantApi(own).permit(same, tenantId, rule);
                }),
                "tenant-mfa permission");
    }

    /** @throws Refusal if the rule does not allow the caller to do this now */
    private Membership permit(Caller caller, String tenantId, CallRule rule) {
        Membership self = open(caller, tenantId, rule.undoing());
        requireSecondFactor(caller, self);
        if (!rule.roles().contains(self.role())) {
            throw Problem.forbidden("role_required", "Your role in this tenant does not allow this.")
                    .refusal();
        }
        if (rule.ofFactors()) {
            Impersonation.refuseChangesIn(caller.session());
        }
        if (rule.freshMfa()) {
            requireFreshSecondFactorIfAny(caller);
        }
        return self;
    }

    /** The caller's membership in the tenant, if the caller may enter it. */
    private Membership open(Caller caller, String tenantId, boolean undoing) {
        Tenant tenant = Tenants.of(session).byId(tenantId).orElseThrow(TenantApi::notMember);
        Membership self = tenant.members().of(caller.user()).orElseThrow(TenantApi::notMember);
        if (!self.active()) {
            throw Problem.forbidden("membership_inactive", "Your access to this tenant is suspended.")
                    .refusal();
        }
        if (!tenant.isActive() && !(undoing && SuspensionMark.isOf(tenant, caller.session()))) {
            String state = tenant.deletedAt().isPresent() ? "deleted" : "suspended";
            throw Problem.forbidden("tenant_inactive", "This tenant is " + state + ".")
                    .refusal();
        }
        return self;
    }

    private void requireSecondFactor(Caller caller, Membership self) {
        MfaDemand demand = MemberDemand.of(session.getContext().getRealm(), self);
        if (!isMet(
                demand, () -> SessionEvidence.in(session, caller, self.tenant().id()))) {
            throw Problem.forbidden("mfa_required", "This tenant requires a login with a second factor.")
                    .refusal();
        }
    }

    /** For a token without a tenant: the strictest policy of the caller's tenants, or that of the realm. */
    private void requireSecondFactorOfAny(Caller caller) {
        MfaDemand demand = MfaPolicy.strictest(session, caller.user(), null);
        if (!isMet(demand, () -> SessionEvidence.of(session, caller))) {
            throw Problem.forbidden("mfa_required", "A login with a second factor is required.")
                    .refusal();
        }
    }

    private static boolean isMet(MfaDemand demand, Supplier<SessionEvidence> evidence) {
        return !(demand instanceof MfaDemand.Due due)
                || due.strength().isMetBy(evidence.get().all());
    }

    /** @throws Refusal if the caller has a second factor and did not use it within the last few minutes */
    private void requireFreshSecondFactorIfAny(Caller caller) {
        if (PersonalFactors.of(session).hasAny(caller.user())) {
            requireFreshSecondFactor(caller);
        }
    }

    /** @throws Refusal if the caller did not use a second factor within the last few minutes, or has none */
    void requireFreshSecondFactor(Caller caller) {
        if (!FreshLogin.withSecondFactor(session, caller.session())) {
            throw Problem.stepUp(FreshLogin.age(session.getContext().getRealm()))
                    .refusal();
        }
    }

    /** @throws Refusal if the part of the session for the token's tenant has ended since the token was issued */
    private Optional<String> tenantId(Caller caller) {
        TokenTenant tokens = new TokenTenant(session);
        Optional<String> id = tokens.of(caller.token(), caller.session());
        if (id.isPresent() && tokens.isEnded(caller.token(), caller.session())) {
            open(caller, id.get(), false);
            throw Problem.unauthorized(session.getContext().getRealm().getName())
                    .refusal();
        }
        return id;
    }

    private static Refusal notMember() {
        return Problem.forbidden("not_a_member", "You are not a member of this tenant.")
                .refusal();
    }
}
