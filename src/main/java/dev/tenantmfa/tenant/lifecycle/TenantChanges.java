package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.TenantAttributes;
import dev.tenantmfa.tenant.TenantNames;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.organization.OrganizationProvider;

/** Changes of a tenant itself: its name, its policy, its suspension and its deletion. */
public final class TenantChanges {

    private final KeycloakSession session;
    private final Tenants tenants;

    public TenantChanges(KeycloakSession session) {
        this.session = session;
        this.tenants = Tenants.of(session);
    }

    /** Renames the tenant; the alias stays. A deleted tenant gets the name when it is restored. */
    public Taking rename(Tenant tenant, TenantName name) {
        return Unfiltered.get(session, () -> {
            TenantLock.onName(session, name);
            if (tenants.isOthers(name, tenant)) {
                return new Taking.NameInUse();
            }
            if (tenant.deletedAt().isPresent()) {
                touch(tenant).set(TenantAttributes.DELETED_NAME, name.value()).save();
            } else {
                tenant.organization().setName(name.value());
                TenantNames.note(touch(tenant), name).save();
            }
            return new Taking.Taken(tenant);
        });
    }

    /**
     * Restores a deleted tenant with its previous name. Its e-mail address is restored unless another tenant has it
     * now.
     */
    public Taking restore(Tenant tenant) {
        return Unfiltered.get(session, () -> {
            TenantName name = new TenantName(tenant.name());
            TenantLock.onName(session, name);
            if (tenants.isOthers(name, tenant)) {
                return new Taking.NameInUse();
            }
            Optional<EmailAddress> email = tenant.email().map(EmailAddress::stored);
            boolean emailIsFree =
                    email.filter(address -> !tenants.isFreeFor(tenant, address)).isEmpty();
            mark(tenant, null);
            TenantAttributes attributes = touch(tenant);
            TenantNames.unpark(tenant, attributes, name, emailIsFree);
            attributes.save();
            tenant.organization().setEnabled(true);
            return new Taking.Taken(tenant);
        });
    }

    /**
     * Changes the tenant's policy. Grace periods begin only for members to whom it did not apply before; setting the
     * same policy again changes nothing.
     */
    public void setMfaPolicy(Tenant tenant, MfaPolicy.RequiredFor requiredFor, PolicyTerms terms) {
        if (tenant.policies().change(requiredFor, terms)) {
            touch(tenant).save();
        }
    }

    /**
     * Reactivates or suspends the tenant.
     *
     * @param undoableBy mark of the session that may undo it; see {@link SuspensionMark}
     */
    public void setActive(Tenant tenant, boolean active, @Nullable String undoableBy) {
        tenant.organization().setEnabled(active);
        mark(tenant, active ? null : undoableBy);
        touch(tenant).save();
    }

    private void mark(Tenant tenant, @Nullable String undoableBy) {
        Unfiltered.get(session, () -> {
            SuspensionMark.set(tenant, undoableBy);
            return tenant;
        });
    }

    /**
     * Soft-deletes the tenant: members cannot enter, all data is kept, and a realm administrator can restore it. Name
     * and e-mail address become free.
     */
    public void delete(Tenant tenant) {
        TenantAttributes attributes = touch(tenant);
        TenantNames.park(tenant, attributes);
        attributes.save();
        tenant.organization().setEnabled(false);
        mark(tenant, null);
    }

    /**
     * Deletes organization and groups permanently; accounts stay. Managed members are made unmanaged first, because
     * Keycloak would delete their accounts.
     */
    public void deletePermanently(Tenant tenant) {
        Unfiltered.get(session, () -> {
            OrganizationModel before = session.getContext().getOrganization();
            try {
                new ManagedMembers(session, tenant).release();
                return session.getProvider(OrganizationProvider.class).remove(tenant.organization());
            } finally {
                session.getContext().setOrganization(before);
            }
        });
    }

    private static TenantAttributes touch(Tenant tenant) {
        return tenant.attributes().set(TenantAttributes.UPDATED_AT, KeycloakClock.now());
    }
}
