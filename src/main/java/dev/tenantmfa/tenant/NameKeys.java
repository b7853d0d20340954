package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Stores the keys of organization names that have none yet, so that {@link TenantNames#isInUse} then finds them with
 * one query. Uses a transaction of its own, so that the keys remain even if the request that found them missing is
 * refused.
 */
record NameKeys(KeycloakSession session) {

    private static final Logger LOG = Logger.getLogger(NameKeys.class);

    /** More would keep a user waiting; the next request continues with the rest. */
    private static final int MOST_AT_ONCE = 500;

    void note(List<String> organizationIds) {
        if (organizationIds.isEmpty()) {
            return;
        }
        String realmId = session.getContext().getRealm().getId();
        try {
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
                own.getContext().setRealm(own.realms().getRealm(realmId));
                organizationIds.stream()
                        .limit(MOST_AT_ONCE)
                        .filter(id -> TenantLock.tryOnTenant(own, id))
                        .forEach(id -> Tenants.of(own).byId(id).ifPresent(NameKeys::note));
            });
        } catch (RuntimeException e) {
            LOG.warnf(
                    e, "Names of organizations in realm %s could not be noted; the next request tries again", realmId);
        }
    }

    /** The name of a deleted tenant is not taken. */
    private static void note(Tenant tenant) {
        TenantAttributes attributes = tenant.attributes();
        TenantNames.note(attributes, new TenantName(tenant.organization().getName()));
        if (tenant.deletedAt().isPresent()) {
            attributes.set(TenantAttributes.NAME_KEY, (String) null);
        }
        attributes.save();
    }
}
