package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.upstream.UpstreamPolicy;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * What an identity provider asked for counts in a tenant whose policy accepts it and to whose organization the provider is
 * linked, for members. Where no tenant was chosen, all tenants that require a second factor of the user must accept it;
 * if none requires one, it does not count.
 */
final class TenantUpstreamPolicy implements UpstreamPolicy {

    private final KeycloakSession session;

    TenantUpstreamPolicy(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public boolean acceptsAt(IdentityProviderModel provider, UserModel user, AuthenticationSessionModel login) {
        return at(provider, user, ActiveTenant.of(login));
    }

    @Override
    public boolean acceptsAt(
            IdentityProviderModel provider,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        return at(
                provider,
                clientSession.getUserSession().getUser(),
                TenantMfaPolicy.tenantOf(session, clientSession, context));
    }

    @Override
    public boolean acceptsIn(IdentityProviderModel provider, String tenantId, UserModel user) {
        return isLinkedToAny(provider)
                && Tenants.of(session)
                        .byId(tenantId)
                        .filter(tenant -> accepts(tenant, provider))
                        .flatMap(tenant -> openTo(tenant, user))
                        .isPresent();
    }

    private boolean at(IdentityProviderModel provider, UserModel user, Optional<String> tenantId) {
        return tenantId.map(id -> acceptsIn(provider, id, user))
                .orElseGet(() -> isLinkedToAny(provider) && allAccept(provider, user));
    }

    /** Also false while Organizations are disabled in the realm. */
    private boolean isLinkedToAny(IdentityProviderModel provider) {
        return provider.getOrganizationId() != null && Tenants.of(session).areEnabled();
    }

    private boolean allAccept(IdentityProviderModel provider, UserModel user) {
        List<Tenant> requiring = Tenants.of(session).ofPerson(user).stream()
                .filter(tenant -> openTo(tenant, user).filter(this::isRequired).isPresent())
                .toList();
        return !requiring.isEmpty() && requiring.stream().allMatch(tenant -> accepts(tenant, provider));
    }

    private boolean isRequired(Membership membership) {
        return !(MemberDemand.withoutExemption(
                        session.getContext().getRealm(),
                        membership,
                        membership.tenant().mfaPolicy())
                instanceof MfaDemand.Nothing);
    }

    private static Optional<Membership> openTo(Tenant tenant, UserModel user) {
        return tenant.isActive() ? tenant.members().of(user).filter(Membership::active) : Optional.empty();
    }

    private static boolean accepts(Tenant tenant, IdentityProviderModel provider) {
        return tenant.id().equals(provider.getOrganizationId())
                && tenant.mfaPolicy().terms().acceptUpstream();
    }
}
