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
import dev.tenantmfa.tenant.people.UncachedUser;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.MembershipMetadata;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.UserModelDelegate;
import org.keycloak.organization.OrganizationProvider;

/** Creates tenants without a limit per user; see {@link Founding}. */
public final class TenantCreation {

    private static final int NUMBERED_ALIASES = 9;

    /** Session attribute; the tenant's id is appended. */
    private static final String FOUNDING = "tenant-mfa.founding.";

    private static final String CREATING = "tenant-mfa.creating";

    private final KeycloakSession session;
    private final OrganizationProvider organizations;
    private final Tenants tenants;

    public TenantCreation(KeycloakSession session) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenants = Tenants.of(session);
    }

    /**
     * Creates a tenant.
     *
     * @param owner becomes its OWNER; if null, a realm administrator must name one
     */
    public Taking create(TenantName name, Optional<EmailAddress> email, @Nullable UserModel owner) {
        return create(name, email, owner, attributes -> {});
    }

    /** @param more stores further attributes of the caller */
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
                // Created at the same moment by Keycloak's own console.
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
        session.setAttribute(FOUNDING + tenant.id(), Boolean.TRUE);
        // Writes to the database, so that a name taken outside this extension is found here and not after the response.
        NewGroups groups = new NewGroups(session, organization);
        if (owner != null) {
            join(organization, groups, owner);
        }
        attributes.save(groups.kept());
        return tenant;
    }

    /**
     * Adds the first member. It neither looks up the member nor writes through the user cache: after a user has joined, each look-up
     * in the same transaction costs Keycloak a query for each of the user's organizations.
     */
    private void join(OrganizationModel organization, NewGroups groups, UserModel owner) {
        UncachedUser.write(session, owner, member -> {
            organizations.addMember(organization, new Newcomer(member));
            member.joinGroup(groups.of(TenantRole.OWNER));
            member.joinGroup(groups.today());
        });
    }

    /** Whether this class itself does what is otherwise done when a user joins and when attributes are written. */
    public static boolean isFounding(KeycloakSession session, String tenantId) {
        return session.getAttribute(FOUNDING + tenantId) != null;
    }

    /** Whether this class creates an organization at this moment. */
    public static boolean isCreating(KeycloakSession session) {
        return session.getAttribute(CREATING) != null;
    }

    /**
     * Keycloak checks whether name and alias are taken before it writes anything, so trying is safe. Different names may have
     * the same alias, so the name's lock is not enough. It compares aliases exactly; for users, an alias in other case is the same.
     */
    private OrganizationModel makeOrganization(TenantName name) {
        TenantLock.onAlias(session, name.slug());
        session.setAttribute(CREATING, Boolean.TRUE);
        try {
            boolean isTaken = tenants.isAliasInOtherCase(name.slug());
            return organizations.create(name.value(), isTaken ? freeAlias(name.slug()) : name.slug());
        } catch (ModelDuplicateException e) {
            return organizations.create(name.value(), freeAlias(name.slug()));
        } finally {
            session.removeAttribute(CREATING);
        }
    }

    private String freeAlias(String slug) {
        for (int number = 2; number <= NUMBERED_ALIASES; number++) {
            String alias = slug + "-" + number;
            if (isFree(alias) && TenantLock.tryOnAlias(session, alias) && isFree(alias)) {
                return alias;
            }
        }
        return slug + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 46), 36);
    }

    private boolean isFree(String alias) {
        return !tenants.isAlias(alias);
    }

    /**
     * A user who joins a new organization, which has no members yet. Keycloak reads all groups of a user to find out whether the user
     * is in one of them, so each tenant of the user would slow down the next one.
     */
    private static final class Newcomer extends UserModelDelegate {

        Newcomer(UserModel user) {
            super(user);
        }

        @Override
        public boolean isMemberOf(GroupModel group) {
            return false;
        }

        @Override
        public void joinGroup(GroupModel group, MembershipMetadata metadata) {
            delegate.joinGroup(group, metadata);
        }
    }
}
