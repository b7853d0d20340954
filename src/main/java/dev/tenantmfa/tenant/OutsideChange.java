package dev.tenantmfa.tenant;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** What Keycloak's console or API did to the organization of a tenant, and what follows from it. */
record OutsideChange(KeycloakSession session, Tenant tenant) {

    /**
     * A tenant that was deleted and is enabled again is restored: under the name that it had, or the one that it has now
     * where another tenant has that by now. A new name is noted where the one before was noted.
     */
    void follow() {
        TenantFinder.note(tenant.organization());
        Unfiltered.get(session, () -> {
            TenantAttributes attributes = tenant.attributes();
            if (isReopened(attributes)) {
                reopen(attributes);
            } else if (tenant.isActive() && hasNewName(attributes)) {
                TenantNames.note(attributes, name()).save();
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
