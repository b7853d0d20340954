package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.ActiveTenant;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The policy of the tenant that a login is for. Where no tenant was chosen, because the flow has no tenant access or
 * there is no login, the strictest of the person's tenants holds.
 */
final class TenantMfaPolicy implements MfaPolicy {

    private final KeycloakSession session;

    TenantMfaPolicy(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public MfaDemand demandOn(RealmModel realm, UserModel user, @Nullable AuthenticationSessionModel login) {
        if (!Tenants.of(session).areEnabled()) {
            return new MfaDemand.Nothing();
        }
        Optional<String> entered = login == null ? Optional.empty() : ActiveTenant.of(login);
        if (entered.isPresent()) {
            return Tenants.of(session)
                    .byId(entered.get())
                    .flatMap(tenant -> tenant.members().of(user))
                    .map(TenantMfaPolicy::demandOf)
                    .orElseGet(MfaDemand.Nothing::new);
        }
        // Of tenants without a policy nothing else is read.
        Tenants.of(session).rememberMembershipsOf(user);
        MfaDemand demand = new MfaDemand.Nothing();
        for (Tenant tenant : Tenants.of(session).ofPerson(user)) {
            if (tenant.isActive() && tenant.mfaPolicy().requiredFor() != RequiredFor.NONE) {
                demand = demand.stricter(tenant.members()
                        .of(user)
                        .filter(Membership::active)
                        .map(TenantMfaPolicy::demandOf)
                        .orElseGet(MfaDemand.Nothing::new));
            }
        }
        return demand;
    }

    private static MfaDemand demandOf(Membership membership) {
        dev.tenantmfa.tenant.MfaPolicy policy = membership.tenant().mfaPolicy();
        if (!policy.asks(membership.role())) {
            return new MfaDemand.Nothing();
        }
        Instant end = policy.graceEnds(membership.joinedAt());
        return KeycloakClock.now().isBefore(end) ? new MfaDemand.Grace(end) : new MfaDemand.Due();
    }
}
