package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.rest.PlainText;
import dev.tenantmfa.tenant.lock.TenantBusyException;
import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.name.EmailAddress;
import dev.tenantmfa.tenant.name.NamedOrganizations;
import dev.tenantmfa.tenant.name.NotedNames;
import dev.tenantmfa.tenant.name.TenantName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelException;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.organization.OrganizationProvider;

/** The tenants of the realm of a session. */
public final class Tenants {

    private static final int LONGEST_ID = 255;

    private final KeycloakSession session;
    private final OrganizationProvider organizations;
    private final TenantNames names;
    private final TenantFinder finder;

    private Tenants(KeycloakSession session) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.names = new TenantNames(
                organizations, new NamedOrganizations(session), new NotedNames(session), new NameKeys(session)::note);
        this.finder = new TenantFinder(organizations, names);
    }

    public static Tenants of(KeycloakSession session) {
        return new Tenants(session);
    }

    /** Whether organizations are enabled in the realm. */
    public boolean areEnabled() {
        // Null if Keycloak's feature "organization" is disabled.
        return organizations != null && organizations.isEnabled();
    }

    /** @return empty for unknown ids, and for organizations of other realms */
    public Optional<Tenant> byId(String id) {
        if (id.isEmpty() || id.length() > LONGEST_ID || !PlainText.is(id)) {
            return Optional.empty();
        }
        return one(() -> {
            try {
                return organizations.getById(id);
            } catch (ModelException e) {
                // Keycloak throws this for an organization of another realm.
                return null;
            }
        });
    }

    /**
     * Finds a tenant by alias, ignoring case if only one tenant matches then.
     *
     * @return empty if no tenant matches, or if the text contains characters that databases reject
     */
    public Optional<Tenant> byAlias(String alias) {
        return PlainText.is(alias) ? one(() -> finder.byAlias(alias).orElse(null)) : Optional.empty();
    }

    /** Whether any tenant has that alias, ignoring case. */
    public boolean isAlias(String alias) {
        return PlainText.is(alias) && Unfiltered.get(session, () -> finder.isAlias(alias));
    }

    /** Whether a tenant has that alias in other case. Uses one query. */
    public boolean isAliasInOtherCase(String alias) {
        return PlainText.is(alias) && Unfiltered.get(session, () -> finder.isAliasInOtherCase(alias));
    }

    /** Finds a tenant by name; empty if no tenant or several have it. */
    public Optional<Tenant> byName(TenantName name) {
        return one(() -> finder.byName(name).orElse(null));
    }

    /**
     * Makes sure that the tenant can be found by its alias without regard to case, however the organization was
     * created. Uses a transaction of its own; writes nothing if nothing is missing.
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

    /** Finds a tenant by its own e-mail address, not by that of a member. */
    public Optional<Tenant> byEmail(EmailAddress email) {
        return email.spellings().stream()
                .map(spelling -> one(() -> holder(spelling)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private @Nullable OrganizationModel holder(String email) {
        OrganizationModel declaring = names.withAttribute(TenantAttributes.EMAIL, email);
        return declaring == null ? KeptEmail.holder(session, email) : declaring;
    }

    /** The tenants that the user is a member of, active or not, by name. */
    public List<Tenant> ofPerson(UserModel person) {
        return Unfiltered.get(session, () -> {
            try (Stream<OrganizationModel> all = organizations.getByMember(person)) {
                return all.map(this::tenant)
                        .sorted(Comparator.comparing(tenant -> tenant.name().toLowerCase(Locale.ROOT)))
                        .toList();
            }
        });
    }

    /** The user's memberships in all tenants, by the tenant's name. */
    public List<Membership> membershipsOf(UserModel person) {
        return ofPerson(person).stream()
                .flatMap(tenant -> tenant.members().of(person).stream())
                .toList();
    }

    /**
     * Whether a tenant other than {@code acting} relies on the account. Memberships that ended or are suspended, and
     * those of deleted tenants, do not count. Those of a suspended tenant do, because its owner may reactivate it. The
     * membership in {@code acting} is ignored, because the caller may suspend it first.
     */
    public boolean isSharedWithOthers(UserModel person, Tenant acting) {
        return membershipsOf(person).stream()
                .filter(membership -> !membership.tenant().equals(acting))
                .anyMatch(membership ->
                        membership.active() && membership.tenant().deletedAt().isEmpty());
    }

    /**
     * Makes Keycloak cache whether the user belongs to each of these tenants. Whenever Keycloak looks up a user, it
     * checks which of the user's organizations manage the account. It caches that only if the membership was checked
     * before; otherwise it makes three queries for each organization in every request.
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
     * Waits until no other session changes the tenant, and blocks other sessions until this session's transaction ends.
     *
     * @throws TenantBusyException if the other sessions do not finish in time
     */
    public void oneChangeAtATime(String tenantId) {
        TenantLock.onTenant(session, tenantId);
    }

    /**
     * Reserves the name for the session until its transaction ends. Does not wait, because anybody who may open a form
     * may call this.
     *
     * @return false if another tenant has the name or one that looks the same, or another session is taking it
     */
    public boolean reserve(TenantName name) {
        return TenantLock.tryOnName(session, name) && !isNameInUse(name);
    }

    /** Whether another tenant has the name, or one that looks the same. */
    public boolean isNameInUse(TenantName name) {
        return Unfiltered.get(session, () -> names.isInUse(name, id -> true));
    }

    /** Whether no other tenant has the address. Reserves it for the session until its transaction ends. */
    public boolean isFreeFor(Tenant tenant, EmailAddress address) {
        TenantLock.onEmail(session, address);
        return byEmail(address).filter(other -> !other.equals(tenant)).isEmpty();
    }

    public boolean isOthers(TenantName name, Tenant tenant) {
        return names.isInUse(name, id -> !id.equals(tenant.id()));
    }

    private Optional<Tenant> one(Supplier<@Nullable OrganizationModel> lookup) {
        return Unfiltered.get(session, () -> Optional.ofNullable(lookup.get()).map(this::tenant));
    }

    private Tenant tenant(OrganizationModel organization) {
        return new Tenant(session, organization);
    }
}
