package dev.tenantmfa.tenant.account;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderEvent;

/**
 * Finds users without whom a tenant would have no active owner. A deleted tenant needs no owner; a suspended one does.
 */
public final class SoleOwners {

    private static final Logger LOG = Logger.getLogger(SoleOwners.class);

    private SoleOwners() {}

    /**
     * The tenants whose only active owner is the user. Locks them until the session's transaction ends.
     *
     * @throws TenantBusyException if other changes of one of them do not finish in time
     */
    public static List<Tenant> tenantsOfOnly(KeycloakSession session, UserModel user) {
        return owned(session, user).stream()
                .filter(membership -> {
                    Tenants.of(session).oneChangeAtATime(membership.tenant().id());
                    return membership.tenant().members().isOnlyOwner(membership);
                })
                .map(Membership::tenant)
                .toList();
    }

    /** An administrator may remove such an account; the tenant then needs a new owner. */
    public static void onProviderEvent(ProviderEvent event) {
        if (event instanceof UserModel.UserPreRemovedEvent removal) {
            tell(removal.getKeycloakSession(), removal.getRealm(), removal.getUser());
        }
    }

    private static void tell(KeycloakSession session, RealmModel realm, UserModel user) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            owned(session, user).stream()
                    .filter(membership -> membership.tenant().members().isOnlyOwner(membership))
                    .forEach(membership -> LOG.warnf(
                            "Tenant %s has no active owner any more: account %s was removed. Name another owner.",
                            membership.tenant().id(), user.getId()));
        } finally {
            session.getContext().setRealm(before);
        }
    }

    private static List<Membership> owned(KeycloakSession session, UserModel user) {
        Tenants tenants = Tenants.of(session);
        return !tenants.areEnabled()
                ? List.of()
                : tenants.membershipsOf(user).stream()
                        .filter(membership -> membership.role() == TenantRole.OWNER)
                        .filter(membership -> membership.tenant().deletedAt().isEmpty())
                        .toList();
    }
}
