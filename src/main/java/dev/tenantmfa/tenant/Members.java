package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.people.MemberSearch;
import dev.tenantmfa.tenant.people.MembershipEnds;
import dev.tenantmfa.tenant.people.People;
import dev.tenantmfa.tenant.people.UnfinishedAccount;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * The members of a tenant. Role and state are organization groups: Keycloak exports and imports them, and users cannot
 * edit them in their account. Callers that change members must hold {@link TenantLock}.
 *
 * <p>An owner is active if the account is enabled and the membership is not deactivated. No method here removes or
 * deactivates the last active owner.
 */
public final class Members {

    /** The organization group of members whose account the tenant created, in addition to their role. */
    static final String PROVISIONED = "PROVISIONED";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationProvider organizations;
    private final Tenant tenant;
    private final TenantGroups groups;
    private final MemberSearch search;
    private final Memberships memberships;

    Members(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenant = tenant;
        this.groups = tenant.groups();
        this.memberships = new Memberships(session, tenant);
        this.search = new MemberSearch(session, tenant.organization());
    }

    /** Result of a change. */
    public enum Change {
        DONE,
        /** Not done: the tenant would have no active owner. */
        LAST_OWNER
    }

    /** The user's membership in the tenant; empty if the user is not a member. */
    public Optional<Membership> of(UserModel person) {
        return Unfiltered.get(session, () -> memberships.of(person));
    }

    /** The membership of the user with that id; empty for unknown ids, and for users of other tenants. */
    public Optional<Membership> byId(String personId) {
        return Unfiltered.get(session, () -> People.byId(session, personId).flatMap(memberships::of));
    }

    /**
     * A page of the members, by realm username.
     *
     * @param text must be part of the username, e-mail address or full name, literally except for case
     */
    public List<Membership> list(String text, int first, int max) {
        return Unfiltered.get(session, () -> memberships.ofMembers(search.people(text, first, max)));
    }

    /** Ids of all members. */
    public List<String> ids() {
        return Unfiltered.get(
                session,
                () -> search.people("", -1, -1).stream().map(UserModel::getId).toList());
    }

    /** How many members {@link #list} goes through. */
    public long count(String text) {
        return Unfiltered.get(session, () -> search.count(text));
    }

    /** @return false, with nothing changed, if the user already is a member */
    public boolean add(UserModel person, TenantRole role) {
        return Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            if (!organizations.addMember(tenant.organization(), person)) {
                return false;
            }
            join(person, role);
            return true;
        });
    }

    public Change setRole(Membership member, TenantRole role) {
        return Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            if (role != TenantRole.OWNER && isLastActiveOwner(member)) {
                return Change.LAST_OWNER;
            }
            join(member.person(), role);
            return Change.DONE;
        });
    }

    public Change setActive(Membership member, boolean active) {
        return Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            if (!active && isLastActiveOwner(member)) {
                return Change.LAST_OWNER;
            }
            mark(member.person(), active);
            return Change.DONE;
        });
    }

    /**
     * Ends the membership, never the account. Keycloak would delete the account of a managed member together with the
     * membership, so a managed member only loses the role and access to the tenant.
     */
    public Change remove(Membership member) {
        return Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            if (isLastActiveOwner(member)) {
                return Change.LAST_OWNER;
            }
            UserModel person = member.person();
            if (isManaged(person)) {
                new JoinDays(session, tenant.organization())
                        .changeRole(person, groups.of(person), TenantRole.MEMBER, tenant.mfaPolicy());
                groups.topOf(person)
                        .filter(group -> TenantRole.ofGroup(group.getName()).isPresent())
                        .toList()
                        .forEach(person::leaveGroup);
                mark(person, false);
            } else {
                organizations.removeMember(tenant.organization(), person);
            }
            return Change.DONE;
        });
    }

    /** Makes one member the OWNER and the previous owner ADMIN. */
    public void transferOwnership(Membership from, Membership to) {
        Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            join(to.person(), TenantRole.OWNER);
            join(from.person(), TenantRole.ADMIN);
            return Change.DONE;
        });
    }

    /** Whether the tenant created the account. */
    public boolean isAccountOf(UserModel person) {
        return Unfiltered.get(
                session, () -> groups.topOf(person).anyMatch(group -> PROVISIONED.equals(group.getName())));
    }

    /** Records that the tenant created the account. */
    public void markAccountOf(UserModel person) {
        Unfiltered.get(session, () -> {
            person.joinGroup(groups.open(PROVISIONED));
            return person;
        });
    }

    /** Whether the tenant's identity provider created the account, so that it is deleted with the organization. */
    public boolean isManaged(UserModel person) {
        return organizations.isManagedMember(tenant.organization(), person);
    }

    /** Records that the user joined today. */
    public void noteJoining(UserModel person) {
        Unfiltered.get(session, () -> {
            new JoinDays(session, tenant.organization()).note(person, groups.of(person));
            return person;
        });
    }

    /**
     * Adds a member to the group of the role and removes the member from the groups of the other roles. If the policy
     * applies to the member only with the new role, the grace period begins today, or continues.
     */
    public void join(UserModel person, TenantRole role) {
        List<GroupModel> held = groups.of(person);
        new JoinDays(session, tenant.organization()).changeRole(person, held, role, tenant.mfaPolicy());
        held.stream()
                .filter(TenantGroups::isTop)
                .filter(group -> TenantRole.ofGroup(group.getName())
                        .filter(other -> other != role)
                        .isPresent())
                .forEach(person::leaveGroup);
        person.joinGroup(groups.open(role.groupName()));
    }

    private void mark(UserModel person, boolean active) {
        if (active) {
            groups.find(MembershipEnds.DEACTIVATED).ifPresent(person::leaveGroup);
        } else {
            person.joinGroup(groups.open(MembershipEnds.DEACTIVATED));
            MembershipEnds.end(session, person, tenant.id());
        }
    }

    /** Whether the tenant would have no active owner without this one. */
    public boolean isOnlyOwner(Membership member) {
        return Unfiltered.get(session, () -> isLastActiveOwner(member));
    }

    /** Whether the tenant has an active owner. */
    public boolean hasActiveOwner() {
        return Unfiltered.get(session, () -> activeOwners().findAny().isPresent());
    }

    private boolean isLastActiveOwner(Membership member) {
        return activeOwners()
                .map(UserModel::getId)
                .limit(2)
                .toList()
                .equals(List.of(member.person().getId()));
    }

    /**
     * Queries the database, not the cache: another node may have made the last change a moment ago. Who is suspended is asked
     * only for owners, of whom there are few.
     */
    private Stream<UserModel> activeOwners() {
        return groups.members(session, TenantRole.OWNER.groupName()).stream()
                .filter(owner -> owner.isEnabled() && !isUnfinished(owner))
                .filter(owner -> !groups.isStoredIn(MembershipEnds.DEACTIVATED, owner));
    }

    /** Whether the tenant created the account and its user has never used it, which may be because the address is wrong. */
    public boolean isUnfinished(UserModel person) {
        return !person.isEmailVerified() && UnfinishedAccount.hasActionsPending(realm, person) && isAccountOf(person);
    }
}
