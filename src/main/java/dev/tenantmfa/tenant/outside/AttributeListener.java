package dev.tenantmfa.tenant.outside;

import dev.tenantmfa.tenant.KeptGroup;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.TenantNames;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lifecycle.TenantCreation;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.NotedNames;
import java.util.List;
import java.util.Map;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupModel.GroupCreatedEvent;
import org.keycloak.models.GroupModel.GroupUpdatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Stores what the attributes of an organization declare when they are written, by the console, its REST API or an
 * import. Keycloak stores these attributes at the organization's own group and writes them one by one, so this listener
 * reads them all at once, before the transaction commits.
 */
public final class AttributeListener implements ProviderEventListener {

    private static final String WAITING = "tenant-mfa.attributes-written.";
    private static final String NEW_GROUP = "tenant-mfa.new-group.";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof GroupCreatedEvent creation
                && creation.getGroup().getType() == GroupModel.Type.ORGANIZATION
                && creation.getGroup().getParentId() == null) {
            creation.getKeycloakSession()
                    .setAttribute(NEW_GROUP + creation.getGroup().getId(), Boolean.TRUE);
            if (!TenantCreation.isCreating(creation.getKeycloakSession())) {
                created(
                        creation.getKeycloakSession(),
                        creation.getRealm(),
                        creation.getGroup().getId());
            }
        }
        if (event instanceof GroupUpdatedEvent update
                && update.getGroup().getType() == GroupModel.Type.ORGANIZATION
                && update.getGroup().getParentId() == null
                && update.getGroup().getOrganization() != null) {
            boolean isNew = update.getKeycloakSession()
                            .getAttribute(NEW_GROUP + update.getGroup().getId())
                    != null;
            written(
                    update.getKeycloakSession(),
                    update.getRealm(),
                    update.getGroup().getOrganization().getId(),
                    isNew);
        }
    }

    /** Another extension may create an organization, and never write its attributes. */
    private static void created(KeycloakSession session, RealmModel realm, String groupId) {
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                in(session, realm, () -> {
                    GroupModel group = realm.getGroupById(groupId);
                    // Null if the same transaction removes it.
                    if (group != null && group.getOrganization() != null) {
                        compareKeys(session, realm, group.getOrganization());
                    }
                });
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was created.
            }
        });
    }

    private static void compareKeys(KeycloakSession session, RealmModel realm, OrganizationModel organization) {
        if (!TenantNames.areKeysRight(new Tenant(session, organization).attributes(), organization)) {
            NotedNames.changeElsewhere(session, realm);
        }
    }

    private static void written(KeycloakSession session, RealmModel realm, String id, boolean isNew) {
        if (session.getAttribute(WAITING + id) != null || TenantCreation.isFounding(session, id)) {
            return;
        }
        session.setAttribute(WAITING + id, Boolean.TRUE);
        if (realm.getGroupById(KeptGroup.id(id)) == null) {
            // The group may have to be created, and a committing transaction cannot take a lock.
            TenantLock.onTenant(session, id);
        }
        Map<String, List<String>> earlier = isNew ? Map.of() : committed(session, realm.getId(), id);
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                note(session, realm, id, earlier);
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was written.
            }
        });
    }

    /** The attributes before this transaction, which may have been written before this extension was installed. */
    private static Map<String, List<String>> committed(KeycloakSession session, String realmId, String id) {
        return KeycloakModelUtils.runJobInTransactionWithResult(session.getKeycloakSessionFactory(), own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            if (realm == null) {
                return Map.of();
            }
            own.getContext().setRealm(realm);
            Map<String, List<String>> attributes = Tenants.of(own)
                    .byId(id)
                    .map(tenant -> tenant.organization().getAttributes())
                    .orElse(Map.of());
            return Map.copyOf(attributes);
        });
    }

    private static void note(KeycloakSession session, RealmModel realm, String id, Map<String, List<String>> earlier) {
        in(session, realm, () -> {
            OrganizationModel organization =
                    session.getProvider(OrganizationProvider.class).getById(id);
            // Null if the same transaction removes it.
            if (organization != null) {
                compareKeys(session, realm, organization);
                new Tenant(session, organization).policies().note(earlier);
            }
        });
    }

    private static void in(KeycloakSession session, RealmModel realm, Runnable work) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            Unfiltered.get(session, () -> {
                work.run();
                return realm;
            });
        } finally {
            session.getContext().setRealm(before);
        }
    }
}
