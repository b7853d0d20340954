package dev.tenantmfa.tenant.policy;

import dev.tenantmfa.assurance.DeviceTerms;
import dev.tenantmfa.assurance.Entry;
import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.MfaPolicy;
import dev.tenantmfa.assurance.Place;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.name.ShownName;
import dev.tenantmfa.tenant.people.UnfinishedAccount;
import dev.tenantmfa.tenant.rule.MfaPolicy.RequiredFor;
import dev.tenantmfa.tenant.session.ActiveTenant;
import dev.tenantmfa.tenant.token.TokenTenant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The policy of the tenant that a login is for. If no tenant was chosen, because the flow has no tenant access or there
 * is no login, the strictest policy of the user's tenants applies; for users without a tenant that they may enter, that of
 * the realm.
 */
final class TenantMfaPolicy implements MfaPolicy {

    private final KeycloakSession session;

    TenantMfaPolicy(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public MfaDemand demandOn(RealmModel realm, UserModel user, @Nullable AuthenticationSessionModel login) {
        if (!Tenants.of(session).areEnabled()) {
            return RealmPolicy.demand(realm);
        }
        Optional<String> entered = login == null ? Optional.empty() : ActiveTenant.of(login);
        if (entered.isPresent()) {
            return Tenants.of(session)
                    .byId(entered.get())
                    .flatMap(tenant -> tenant.members().of(user))
                    .map(this::demandOf)
                    .orElseGet(MfaDemand.Nothing::new);
        }
        if (login != null) {
            Tenants.of(session).rememberMembershipsOf(user);
        }
        return strictest(user).demand();
    }

    @Override
    public Entry atToken(AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        UserModel user = clientSession.getUserSession().getUser();
        if (!Tenants.of(session).areEnabled()) {
            return new Entry(RealmPolicy.demand(session.getContext().getRealm()), null);
        }
        Optional<String> id = tenantOf(session, clientSession, context);
        if (id.isPresent()) {
            return in(id.get(), user);
        }
        Tenants.of(session).rememberMembershipsOf(user);
        return strictest(user);
    }

    private Entry in(String tenantId, UserModel user) {
        Optional<Tenant> tenant = Tenants.of(session).byId(tenantId);
        if (tenant.isEmpty()) {
            return new Entry(new MfaDemand.Nothing(), null);
        }
        Place place = new Place(tenant.get().id(), ShownName.in(tenant.get().name()));
        Optional<Membership> membership = tenant.get().members().of(user).filter(Membership::active);
        return membership.isPresent() && tenant.get().isActive()
                ? new Entry(demandOf(membership.get()), place)
                : new Entry(new MfaDemand.Nothing(), place, true);
    }

    /**
     * An exemption is for logins into its tenant, so it has no effect here. For tenants without a policy nothing else is
     * read, unless the realm has a policy for users whose memberships are all suspended.
     */
    private Entry strictest(UserModel user) {
        List<Tenant> tenants = Tenants.of(session).ofPerson(user);
        List<Tenant> open = tenants.stream().filter(Tenant::isActive).toList();
        if (open.isEmpty()) {
            return new Entry(RealmPolicy.demand(session.getContext().getRealm()), null);
        }
        Entry entry = new Entry(
                new MfaDemand.Nothing(),
                tenants.size() == 1
                        ? new Place(tenants.get(0).id(), tenants.get(0).name())
                        : null);
        for (Tenant tenant : open) {
            var policy = tenant.mfaPolicy();
            if (policy.requiredFor() != RequiredFor.NONE) {
                MfaDemand demand = tenant.members()
                        .of(user)
                        .filter(Membership::active)
                        .map(membership -> MemberDemand.withoutExemption(
                                session.getContext().getRealm(), membership, policy))
                        .orElseGet(MfaDemand.Nothing::new);
                entry = demand instanceof MfaDemand.Nothing
                        ? entry
                        : new Entry(demand, new Place(tenant.id(), ShownName.in(tenant.name()))).stricter(entry);
            }
        }
        MfaDemand realms = RealmPolicy.demand(session.getContext().getRealm());
        return entry.demand() instanceof MfaDemand.Nothing
                        && !(realms instanceof MfaDemand.Nothing)
                        && open.stream().noneMatch(tenant -> mayEnter(tenant, user))
                ? new Entry(realms, null)
                : entry;
    }

    @Override
    public DeviceTerms devicesAt(UserModel user, @Nullable AuthenticationSessionModel login) {
        return new DevicePolicy(session).at(login == null ? Optional.empty() : ActiveTenant.of(login), user);
    }

    @Override
    public DeviceTerms devicesAt(
            AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        return new DevicePolicy(session)
                .at(
                        tenantOf(session, clientSession, context),
                        clientSession.getUserSession().getUser());
    }

    @Override
    public DeviceTerms devicesIn(@Nullable String tenantId, UserModel user) {
        DevicePolicy devices = new DevicePolicy(session);
        return tenantId == null ? devices.without(user) : devices.in(tenantId);
    }

    /** The tenant of the tokens; empty for none. */
    static Optional<String> tenantOf(
            KeycloakSession session,
            AuthenticatedClientSessionModel clientSession,
            @Nullable ClientSessionContext context) {
        TokenTenant tokens = new TokenTenant(session);
        return context == null ? tokens.idFor(clientSession) : tokens.idFor(clientSession.getUserSession(), context);
    }

    private static boolean mayEnter(Tenant tenant, UserModel user) {
        return tenant.members().of(user).filter(Membership::active).isPresent();
    }

    /** Whether a tenant created the account, and its user has not yet verified the address and set a password. */
    @Override
    public boolean isAccountUnfinished(UserModel user) {
        return Tenants.of(session).areEnabled()
                && UnfinishedAccount.hasActionsPending(session.getContext().getRealm(), user)
                && Tenants.of(session).ofPerson(user).stream()
                        .anyMatch(tenant -> tenant.members().isAccountOf(user));
    }

    private MfaDemand demandOf(Membership membership) {
        return MemberDemand.of(session.getContext().getRealm(), membership);
    }
}
