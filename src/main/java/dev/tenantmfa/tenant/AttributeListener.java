package dev.tenantmfa.tenant;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.GroupModel;
import org.keycloak.models.GroupModel.GroupUpdatedEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.provider.ProviderEvent;
import org.keycloak.provider.ProviderEventListener;

/**
 * Notes what the attributes of an organization declare when they are written, whoever writes them: the console, its REST,
 * an import. Keycloak keeps these attributes at the organization's own group and writes them one by one, so they are looked
 * at once, before the transaction commits.
 */
public final class AttributeListener implements ProviderEventListener {

    private static final String WAITING = "tenant-mfa.attributes-written.";

    @Override
    public void onEvent(ProviderEvent event) {
        if (event instanceof GroupUpdatedEvent update
                && update.getGroup().getType() == GroupModel.Type.ORGANIZATION
                && update.getGroup().getParentId() == null
                && update.getGroup().getOrganization() != null) {
            written(
                    update.getKeycloakSession(),
                    update.getRealm(),
                    update.getGroup().getOrganization().getId());
        }
    }

    private static void written(KeycloakSession session, RealmModel realm, String id) {
        if (session.getAttribute(WAITING + id) != null) {
            return;
        }
        session.setAttribute(WAITING + id, Boolean.TRUE);
        if (realm.getGroupById(KeptGroup.id(id)) == null) {
            // The group may have to be made, and a transaction that commits takes no locks any more.
            TenantLock.onTenant(session, id);
        }
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                note(session, realm, id);
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was written.
            }
        });
    }

    private static void note(KeycloakSession session, RealmModel realm, String id) {
        RealmModel before = session.getContext().getRealm();
        session.getContext().setRealm(realm);
        try {
            Unfiltered.get(session, () -> {
                OrganizationModel organization =
                        session.getProvider(OrganizationProvider.class).getById(id);
                // Null where the same transaction removes it.
                if (organization != null) {
                    new Tenant(session, organization).policies().note();
                }
                return id;
            });
        } finally {
            session.getContext().setRealm(before);
        }
    }
}
