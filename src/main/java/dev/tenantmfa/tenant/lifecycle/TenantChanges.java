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

/** Changes of a tenant itself: its name, its policy, whether users may enter it, its end. */
public final class TenantChanges {

    private final KeycloakSession session;
    private final Tenants tenants;

    public TenantChanges(KeycloakSession session) {
        this.session = session;
        this.tenants = Tenants.of(session);
    }

    /** Gives the tenant another name; the alias stays. One that is deleted has the name once it is restored. */
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
     * Restores a tenant that is deleted, under the name that it had. Its e-mail address comes back unless another tenant
     * has it by now.
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
     * Changes whom the tenant asks. Days of grace begin for those only who were not asked before; the same policy again
     * changes nothing.
     */
    public void setMfaPolicy(Tenant tenant, MfaPolicy.RequiredFor requiredFor, PolicyTerms terms) {
        if (tenant.policies().change(requiredFor, terms)) {
            touch(tenant).save();
        }
    }

    /**
     * Lets people in again, or shuts them out.
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
     * Deletes it softly: nobody enters, all data is kept, a realm administrator can restore it. Name and e-mail address
     * are free.
     */
    public void delete(Tenant tenant) {
        TenantAttributes attributes = touch(tenant);
        TenantNames.park(tenant, attributes);
        attributes.save();
        tenant.organization().setEnabled(false);
        mark(tenant, null);
    }

    /**
     * Takes organization and groups away for good; accounts stay. Members whom the organization manages are made
     * unmanaged before: Keycloak would delete their accounts.
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
