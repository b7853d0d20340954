package dev.tenantmfa.tenant.lifecycle;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.JoinDays;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.TenantAttributes;
import dev.tenantmfa.tenant.TenantGroups;
import dev.tenantmfa.tenant.TenantNames;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/** Creates tenants, without regard to how many a user has; see {@link Founding}. */
public final class TenantCreation {

    private static final int NUMBERED_ALIASES = 9;

    /** Session attribute, with the tenant's id. */
    private static final String FOUNDING = "tenant-mfa.founding.";

    private final KeycloakSession session;
    private final OrganizationProvider organizations;
    private final Tenants tenants;

    public TenantCreation(KeycloakSession session) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenants = Tenants.of(session);
    }

    /**
     * Makes a tenant.
     *
     * @param owner becomes its OWNER; without one a realm administrator has to name one
     */
    public Taking create(TenantName name, Optional<EmailAddress> email, @Nullable UserModel owner) {
        return create(name, email, owner, attributes -> {});
    }

    /** @param more notes at the tenant what the caller wants to be noted */
    Taking create(
            TenantName name, Optional<EmailAddress> email, @Nullable UserModel owner, Consumer<TenantAttributes> more) {
        return Unfiltered.get(session, () -> {
            TenantLock.onName(session, name);
            email.ifPresent(address -> TenantLock.onEmail(session, address));
            if (tenants.isNameInUse(name)) {
                return new Taking.NameInUse();
            }
            if (email.flatMap(tenants::byEmail).isPresent()) {
                return new Taking.EmailInUse();
            }
            OrganizationModel before = session.getContext().getOrganization();
            try {
                return new Taking.Taken(make(name, email, owner, more));
            } catch (ModelDuplicateException e) {
                // Made past us in the same moment, by Keycloak's own console.
                return new Taking.NameInUse();
            } finally {
                session.getContext().setOrganization(before);
            }
        });
    }

    private Tenant make(
            TenantName name, Optional<EmailAddress> email, @Nullable UserModel owner, Consumer<TenantAttributes> more) {
        OrganizationModel organization = makeOrganization(name);
        Tenant tenant = new Tenant(session, organization);
        Instant now = KeycloakClock.now();
        TenantAttributes attributes = TenantNames.note(tenant.attributes(), name)
                .set(TenantAttributes.CREATED_AT, now)
                .set(TenantAttributes.UPDATED_AT, now);
        email.ifPresent(address -> attributes.set(TenantAttributes.EMAIL, address.value()));
        more.accept(attributes);
        // Writes to the database, and so brings a name taken past us to light here rather than after the answer.
        found(tenant, owner);
        attributes.save();
        return tenant;
    }

    /**
     * Creates the role groups of an organization that was made just now, and its first member. Looks nothing up about the
     * member: once somebody has joined, each look-up in the same transaction costs Keycloak two queries for each of the
     * person's organizations.
     */
    private void found(Tenant tenant, @Nullable UserModel owner) {
        TenantGroups groups = tenant.groups();
        for (TenantRole role : TenantRole.values()) {
            groups.make(role.groupName());
        }
        if (owner != null) {
            session.setAttribute(FOUNDING + tenant.id(), Boolean.TRUE);
            organizations.addMember(tenant.organization(), owner);
            owner.joinGroup(groups.open(TenantRole.OWNER.groupName()));
            new JoinDays(session, tenant.organization()).note(owner, List.of());
        }
    }

    /** Whether {@link #found} does itself what is to be done for who joins. */
    public static boolean isFounding(KeycloakSession session, String tenantId) {
        return session.getAttribute(FOUNDING + tenantId) != null;
    }

    /** Keycloak looks whether name and alias are taken before it writes anything, so to try is to ask. */
    private OrganizationModel makeOrganization(TenantName name) {
        try {
            return organizations.create(name.value(), name.slug());
        } catch (ModelDuplicateException e) {
            return organizations.create(name.value(), freeAlias(name.slug()));
        }
    }

    private String freeAlias(String slug) {
        for (int number = 2; number <= NUMBERED_ALIASES; number++) {
            String alias = slug + "-" + number;
            if (organizations.getByAlias(alias) == null) {
                return alias;
            }
        }
        return slug + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 46), 36);
    }
}
