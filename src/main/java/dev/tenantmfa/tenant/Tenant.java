package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.rule.MfaPolicy;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;

/** An organization, seen as a tenant. Values that were never stored (e-mail address, times) are empty. */
public final class Tenant {

    private final KeycloakSession session;
    private final OrganizationModel organization;
    private final KeptValues kept;
    private final TenantAttributes attributes;

    public Tenant(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.organization = organization;
        this.kept = new KeptValues(session, organization);
        this.attributes = new TenantAttributes(organization, kept);
    }

    public String id() {
        return organization.getId();
    }

    /** The name; for a deleted tenant, the name that it had before. */
    public String name() {
        return parked(TenantAttributes.DELETED_NAME).orElseGet(organization::getName);
    }

    /** Identifies the tenant in {@code organization:<alias>} and at the login; never changes. */
    public String alias() {
        return organization.getAlias();
    }

    public Optional<String> email() {
        return parked(TenantAttributes.DELETED_EMAIL).or(() -> attributes.text(TenantAttributes.EMAIL));
    }

    /** Whether members may enter. */
    public boolean isActive() {
        return organization.isEnabled();
    }

    /**
     * When it was soft-deleted (inactive, all data kept); empty if it was not, or if it was enabled again in the
     * console.
     */
    public Optional<Instant> deletedAt() {
        return isActive() ? Optional.empty() : attributes.time(TenantAttributes.DELETED_AT);
    }

    private Optional<String> parked(String key) {
        return isActive() ? Optional.empty() : attributes.text(key);
    }

    public Optional<Instant> createdAt() {
        return attributes.time(TenantAttributes.CREATED_AT);
    }

    public Optional<Instant> updatedAt() {
        return attributes.time(TenantAttributes.UPDATED_AT);
    }

    /** The policy as the organization's attributes declare it or, if they declare none, as stored. */
    public MfaPolicy mfaPolicy() {
        return policies().read();
    }

    public TenantPolicy policies() {
        return new TenantPolicy(session, organization, attributes, kept);
    }

    /** The organization groups that define the members' roles. */
    public TenantGroups groups() {
        return new TenantGroups(session, organization);
    }

    /** Its members. */
    public Members members() {
        return new Members(session, this);
    }

    public Memberships memberships() {
        return new Memberships(session, this);
    }

    public OrganizationModel organization() {
        return organization;
    }

    public TenantAttributes attributes() {
        return attributes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tenant tenant && tenant.id().equals(id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "Tenant " + id();
    }
}
