package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.rest.PlainText;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.TenantName;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.PolicyTerms;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.ModelException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/** The tenants of the realm of a session. */
public final class Tenants {

    private static final int NUMBERED_ALIASES = 9;
    private static final int LONGEST_ID = 255;

    private final KeycloakSession session;
    private final OrganizationProvider organizations;
    private final TenantNames names;
    private final TenantFinder finder;

    private Tenants(KeycloakSession session) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.names = new TenantNames(organizations, new NameKeys(session)::note);
        this.finder = new TenantFinder(organizations);
    }

    public static Tenants of(KeycloakSession session) {
        return new Tenants(session);
    }

    /** Whether organizations are switched on in the realm at all. */
    public boolean areEnabled() {
        // Null where the server runs without Keycloak's feature "organization".
        return organizations != null && organizations.isEnabled();
    }

    /** @return empty for ids of nothing, and of other realms' organizations */
    public Optional<Tenant> byId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !PlainText.is(id)) {
            return Optional.empty();
        }
        return one(() -> {
            try {
                return organizations.getById(id);
            } catch (ModelException e) {
                // Keycloak says so of an organization of another realm.
                return null;
            }
        });
    }

    /**
     * Without regard to case, where only one tenant has the alias then.
     *
     * @return empty for what nothing is called, and for what no database could be asked for
     */
    public Optional<Tenant> byAlias(String alias) {
        return PlainText.is(alias) ? one(() -> finder.byAlias(alias).orElse(null)) : Optional.empty();
    }

    /** Whether any tenant has that alias, in whatever case. */
    public boolean isAlias(String alias) {
        return PlainText.is(alias) && Unfiltered.get(session, () -> finder.isAlias(alias));
    }

    /** By the name; empty where no tenant has it, or several have it. */
    public Optional<Tenant> byName(TenantName name) {
        return one(() -> finder.byName(name).orElse(null));
    }

    /**
     * Lets the tenant be found by its alias without regard to case, however the organization was made. In a transaction of
     * its own; nothing is written where nothing is to be noted.
     */
    public static void noteAlias(KeycloakSession session, Tenant tenant) {
        if (!TenantFinder.isNoted(tenant.organization())) {
            String realmId = session.getContext().getRealm().getId();
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), own -> {
                own.getContext().setRealm(own.realms().getRealm(realmId));
                Tenants.of(own).byId(tenant.id()).map(Tenant::organization).ifPresent(TenantFinder::note);
            });
        }
    }

    /** By the e-mail address of the tenant itself, not of one of its people. */
    public Optional<Tenant> byEmail(EmailAddress email) {
        return email.spellings().stream()
                .map(spelling -> one(() -> holder(spelling)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private @Nullable OrganizationModel holder(String email) {
        OrganizationModel declaring = names.withAttribute(TenantAttributes.EMAIL, email, all -> true);
        return declaring == null ? KeptEmail.holder(session, email) : declaring;
    }

    /** The tenants that the person is a member of, active or not, by name. */
    public List<Tenant> ofPerson(UserModel person) {
        return Unfiltered.get(session, () -> {
            try (Stream<OrganizationModel> all = organizations.getByMember(person)) {
                return all.map(this::tenant)
                        .sorted(Comparator.comparing(tenant -> tenant.name().toLowerCase(Locale.ROOT)))
                        .toList();
            }
        });
    }

    /** The person's places in all tenants, by the tenant's name. */
    public List<Membership> membershipsOf(UserModel person) {
        return ofPerson(person).stream()
                .flatMap(tenant -> tenant.members().of(person).stream())
                .toList();
    }

    /**
     * Whether another tenant than {@code acting} relies on the account: memberships that ended or are suspended, and those
     * of deleted tenants, do not count. Those of a suspended tenant do, since it may be opened again by its owner. The own
     * membership says nothing: whoever acts may suspend it first.
     */
    public boolean isSharedWithOthers(UserModel person, Tenant acting) {
        return membershipsOf(person).stream()
                .filter(membership -> !membership.tenant().equals(acting))
                .anyMatch(membership ->
                        membership.active() && membership.tenant().deletedAt().isEmpty());
    }

    /**
     * Has Keycloak keep in its cache whether the person belongs to each of these tenants. Whenever Keycloak looks
     * somebody up it wants to know which of the person's organizations manage the account; it keeps that only where
     * membership was asked for, and makes three queries for each organization in every request where it was not.
     */
    public void rememberMembershipsOf(UserModel person) {
        Unfiltered.get(session, () -> {
            try (Stream<OrganizationModel> all = organizations.getByMember(person)) {
                return all.map(organization -> organizations.isMember(organization, person))
                        .toList();
            }
        });
    }

    /**
     * Lets the session's changes of that tenant wait for those of others, until its transaction is over.
     *
     * @throws TenantBusyException if others do not come to an end
     */
    public void oneChangeAtATime(String tenantId) {
        TenantLock.onTenant(session, tenantId);
    }

    /** What became of taking a name or an address. */
    public sealed interface Taking {

        /** The tenant has it. */
        record Taken(Tenant tenant) implements Taking {}

        /** Another tenant has the name, or one that looks the same. */
        record NameInUse() implements Taking {}

        /** Another tenant has the e-mail address. */
        record EmailInUse() implements Taking {}

        /** The user has created as many tenants as the realm lets a user create. */
        record TooMany(int most) implements Taking {}
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
            if (names.isInUse(name, organization -> true)) {
                return new Taking.NameInUse();
            }
            if (email.flatMap(this::byEmail).isPresent()) {
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

    /**
     * Keeps the name for the session until its transaction is over. Does not wait, as anybody who may open a form may
     * call this.
     *
     * @return false where another tenant has the name, or one that looks the same, or another session takes it just now
     */
    public boolean reserve(TenantName name) {
        return TenantLock.tryOnName(session, name) && !isNameInUse(name);
    }

    /** Whether another tenant has the name, or one that looks the same. */
    public boolean isNameInUse(TenantName name) {
        return Unfiltered.get(session, () -> names.isInUse(name, organization -> true));
    }

    /** Gives the tenant another name; the alias stays. One that is deleted has the name once it is restored. */
    public Taking rename(Tenant tenant, TenantName name) {
        return Unfiltered.get(session, () -> {
            TenantLock.onName(session, name);
            if (isOthers(name, tenant)) {
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
            if (isOthers(name, tenant)) {
                return new Taking.NameInUse();
            }
            Optional<EmailAddress> email = tenant.email().map(EmailAddress::stored);
            boolean emailIsFree =
                    email.filter(address -> !isFreeFor(tenant, address)).isEmpty();
            mark(tenant, null);
            TenantAttributes attributes = touch(tenant);
            TenantNames.unpark(tenant, attributes, name, emailIsFree);
            attributes.save();
            tenant.organization().setEnabled(true);
            return new Taking.Taken(tenant);
        });
    }

    /** Whether no other tenant has the address. Keeps it for the session until its transaction is over. */
    public boolean isFreeFor(Tenant tenant, EmailAddress address) {
        TenantLock.onEmail(session, address);
        return byEmail(address).filter(other -> !other.equals(tenant)).isEmpty();
    }

    public boolean isOthers(TenantName name, Tenant tenant) {
        return names.isInUse(name, organization -> !organization.getId().equals(tenant.id()));
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
                return organizations.remove(tenant.organization());
            } finally {
                session.getContext().setOrganization(before);
            }
        });
    }

    /**
     * A part of all tenants, by name, as the caller may see them.
     *
     * @param search text that name or a domain must hold, letter for letter but for case
     */
    public List<Tenant> search(String search, Optional<Boolean> active, int first, int max) {
        if (active.isEmpty() && !holdsWildcard(search)) {
            try (Stream<OrganizationModel> page = organizations.getAllStream(search, false, first, max)) {
                return page.map(this::tenant).toList();
            }
        }
        try (Stream<OrganizationModel> all = matching(search, active)) {
            return all.skip(first).limit(max).map(this::tenant).toList();
        }
    }

    /** How many {@link #search} goes through. */
    public long count(String search, Optional<Boolean> active) {
        if (active.isEmpty() && !holdsWildcard(search)) {
            return organizations.count(search, false);
        }
        try (Stream<OrganizationModel> all = matching(search, active)) {
            return all.count();
        }
    }

    private Stream<OrganizationModel> matching(String search, Optional<Boolean> active) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return organizations
                .getAllStream(search, false, null, null)
                .filter(organization -> active.isEmpty() || active.get() == organization.isEnabled())
                .filter(organization -> holds(organization, wanted));
    }

    private static boolean holds(OrganizationModel organization, String wanted) {
        return organization.getName().toLowerCase(Locale.ROOT).contains(wanted)
                || organization.getDomains().anyMatch(domain -> domain.getName().contains(wanted));
    }

    /** Keycloak hands these to the database as they are. */
    private static boolean holdsWildcard(String search) {
        return search.indexOf('%') >= 0 || search.indexOf('_') >= 0 || search.indexOf('\\') >= 0;
    }

    private Tenant make(
            TenantName name, Optional<EmailAddress> email, @Nullable UserModel owner, Consumer<TenantAttributes> more) {
        OrganizationModel organization = makeOrganization(name);
        Tenant tenant = tenant(organization);
        Instant now = KeycloakClock.now();
        TenantAttributes attributes = TenantNames.note(tenant.attributes(), name)
                .set(TenantAttributes.CREATED_AT, now)
                .set(TenantAttributes.UPDATED_AT, now);
        email.ifPresent(address -> attributes.set(TenantAttributes.EMAIL, address.value()));
        more.accept(attributes);
        // Writes to the database, and so brings a name taken past us to light here rather than after the answer.
        tenant.members().found(owner);
        attributes.save();
        return tenant;
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

    private static TenantAttributes touch(Tenant tenant) {
        return tenant.attributes().set(TenantAttributes.UPDATED_AT, KeycloakClock.now());
    }

    private Optional<Tenant> one(Supplier<@Nullable OrganizationModel> lookup) {
        return Unfiltered.get(session, () -> Optional.ofNullable(lookup.get()).map(this::tenant));
    }

    private Tenant tenant(OrganizationModel organization) {
        return new Tenant(session, organization);
    }
}
