package dev.tenantmfa.tenant.outside;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.TenantAttributes;
import dev.tenantmfa.tenant.TenantFinder;
import dev.tenantmfa.tenant.TenantNames;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lifecycle.SuspensionMark;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.NotedNames;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** A change that Keycloak's console or API made to the organization of a tenant, and its consequences. */
record OutsideChange(KeycloakSession session, Tenant tenant) {

    /**
     * Restores a deleted tenant that was enabled again: with its previous name, or with its current one if another
     * tenant now has the previous name. Stores the key of a new organization's name. Stores that of a changed name only
     * if the old one had a key: otherwise a tool has removed the key, and would remove it again.
     */
    void follow(boolean created) {
        Unfiltered.get(session, () -> {
            // Written once: Keycloak's view of the attributes must not be read again after it was written.
            TenantAttributes attributes = tenant.attributes();
            boolean newAlias = TenantFinder.note(tenant.organization(), attributes);
            if (isReopened(attributes)) {
                reopen(attributes);
            } else if (attributes.text(TenantAttributes.DELETED_AT).isEmpty()
                    && (created ? isUnnoted() : hasNewName(attributes))) {
                TenantNames.note(attributes, name()).save();
            } else if (newAlias) {
                attributes.save();
            }
            if (!TenantNames.areKeysRight(attributes, tenant.organization())) {
                NotedNames.changeElsewhere(session, session.getContext().getRealm());
            }
            return tenant;
        });
        SuspensionMark.changedElsewhere(session, tenant);
    }

    private boolean isReopened(TenantAttributes attributes) {
        return tenant.isActive() && attributes.text(TenantAttributes.DELETED_AT).isPresent();
    }

    private void reopen(TenantAttributes attributes) {
        Tenants tenants = Tenants.of(session);
        TenantName own = TenantNames.before(tenant, attributes).orElseGet(this::name);
        TenantLock.onName(session, own);
        Optional<EmailAddress> taken = attributes
                .text(TenantAttributes.DELETED_EMAIL)
                .map(EmailAddress::stored)
                .filter(address -> !tenants.isFreeFor(tenant, address));
        TenantNames.unpark(tenant, attributes, tenants.isOthers(own, tenant) ? name() : own, taken.isEmpty());
        attributes.save();
    }

    private boolean isUnnoted() {
        return !TenantNames.isNoted(tenant.organization());
    }

    private boolean hasNewName(TenantAttributes attributes) {
        return attributes
                .text(TenantAttributes.NAME_KEY)
                .filter(key -> !key.equals(name().key()))
                .isPresent();
    }

    private TenantName name() {
        return new TenantName(tenant.organization().getName());
    }
}
