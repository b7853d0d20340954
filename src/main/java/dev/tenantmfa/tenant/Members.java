package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.people.People;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/**
 * The people of a tenant. Role and state are organization groups: Keycloak exports and imports them, and nobody can
 * edit them at the own account. Whoever changes them holds {@link TenantLock}.
 *
 * <p>An owner is active if the account is enabled and the membership is not deactivated. No method here takes the last
 * active one away.
 */
public final class Members {

    /** The organization group of those who may not enter, beside their role. */
    public static final String DEACTIVATED = "DEACTIVATED";

    /** The organization group of those whose account the tenant made, beside their role. */
    static final String PROVISIONED = "PROVISIONED";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationProvider organizations;
    private final Tenant tenant;
    private final TenantGroups groups;
    private final MemberSearch search;

    Members(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenant = tenant;
        this.groups = tenant.groups();
        this.search = new MemberSearch(session, tenant);
    }

    /** What became of a change. */
    public enum Change {
        DONE,
        /** Not done: the tenant would have been left without an active owner. */
        LAST_OWNER
    }

    /** The person's place in the tenant; empty for somebody who is no member. */
    public Optional<Membership> of(UserModel person) {
        return Unfiltered.get(session, () -> read(person));
    }

    /** The place of the person of that id; empty for ids of nobody, and of people of other tenants. */
    public Optional<Membership> byId(String personId) {
        return Unfiltered.get(session, () -> People.byId(session, personId).flatMap(this::read));
    }

    /**
     * A part of the people, by realm username.
     *
     * @param text what username, e-mail address, first or last name must hold, letter for letter but for case
     */
    public List<Membership> list(String text, int first, int max) {
        return Unfiltered.get(session, () -> {
            try (Stream<UserModel> people = search.people(text, first, max)) {
                return people.flatMap(person -> read(person).stream()).toList();
            }
        });
    }

    /** Ids of all people. */
    public List<String> ids() {
        return Unfiltered.get(session, () -> {
            try (Stream<UserModel> people = search.people("", -1, -1)) {
                return people.map(UserModel::getId).toList();
            }
        });
    }

    /** How many people {@link #list} goes through. */
    public long count(String text) {
        return Unfiltered.get(session, () -> search.count(text));
    }

    /** @return false, with nothing changed, if the person is a member already */
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

    /** @param until until when the member needs no second factor in the tenant; null for no exemption */
    public void exempt(Membership member, @Nullable Instant until) {
        Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            UserModel person = member.person();
            new Exemptions(session, tenant.organization()).set(person, groups.of(person), until);
            return true;
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
     * membership, so such a one only loses the role and may not enter any more.
     */
    public Change remove(Membership member) {
        return Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            if (isLastActiveOwner(member)) {
                return Change.LAST_OWNER;
            }
            UserModel person = member.person();
            if (isManaged(person)) {
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

    /** Makes one member the OWNER and the one before ADMIN. */
    public void transferOwnership(Membership from, Membership to) {
        Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            join(to.person(), TenantRole.OWNER);
            join(from.person(), TenantRole.ADMIN);
            return Change.DONE;
        });
    }

    /** Whether the tenant made the account. */
    public boolean isAccountOf(UserModel person) {
        return Unfiltered.get(
                session, () -> groups.topOf(person).anyMatch(group -> PROVISIONED.equals(group.getName())));
    }

    /** Notes that the tenant made the account. */
    public void markAccountOf(UserModel person) {
        Unfiltered.get(session, () -> {
            person.joinGroup(groups.open(PROVISIONED));
            return person;
        });
    }

    /** Whether the account came by the tenant's identity provider and lives and dies with the organization. */
    public boolean isManaged(UserModel person) {
        return organizations.isManagedMember(tenant.organization(), person);
    }

    /** Notes that the person joined today. */
    public void noteJoining(UserModel person) {
        Unfiltered.get(session, () -> {
            new JoinDays(session, tenant.organization()).note(person, groups.of(person));
            return person;
        });
    }

    /**
     * Puts a member into the group of the role and out of those of the others. The days of grace of somebody whom the
     * policy asks with the new role only begin today.
     */
    public void join(UserModel person, TenantRole role) {
        List<GroupModel> held = groups.of(person);
        MfaPolicy policy = tenant.mfaPolicy();
        if (policy.asks(role) && !policy.asks(TenantGroups.roleIn(held))) {
            new JoinDays(session, tenant.organization()).renew(person, held);
        }
        held.stream()
                .filter(TenantGroups::isTop)
                .filter(group -> TenantRole.ofGroup(group.getName())
                        .filter(other -> other != role)
                        .isPresent())
                .forEach(person::leaveGroup);
        person.joinGroup(groups.open(role.groupName()));
    }

    private Optional<Membership> read(UserModel person) {
        // Asked for everybody, in lists too: Keycloak notes the answer, see Tenants.rememberMembershipsOf.
        if (!organizations.isMember(tenant.organization(), person)) {
            return Optional.empty();
        }
        List<GroupModel> held = groups.of(person);
        boolean active = !TenantGroups.namesOf(held).contains(DEACTIVATED);
        return Optional.of(new Membership(
                tenant, person, TenantGroups.roleIn(held), active, JoinDays.in(held), Exemptions.in(held)));
    }

    private void mark(UserModel person, boolean active) {
        if (active) {
            groups.find(DEACTIVATED).ifPresent(person::leaveGroup);
        } else {
            person.joinGroup(groups.open(DEACTIVATED));
        }
    }

    /** All owners, active or not. */
    public List<UserModel> owners() {
        return Unfiltered.get(
                session,
                () -> groups.find(TenantRole.OWNER.groupName())
                        .map(group -> {
                            try (Stream<UserModel> people = session.users().getGroupMembersStream(realm, group)) {
                                return people.toList();
                            }
                        })
                        .orElseGet(List::of));
    }

    /** Whether the tenant would be left without an active owner if this one went. */
    public boolean isOnlyOwner(Membership member) {
        return Unfiltered.get(session, () -> isLastActiveOwner(member));
    }

    /** Asks the database, not the cache: the last change may have been made on another node a moment ago. */
    private boolean isLastActiveOwner(Membership member) {
        Set<String> deactivated =
                groups.find(DEACTIVATED).map(group -> idsOf(group, any -> true)).orElse(Set.of());
        Set<String> owners = groups.find(TenantRole.OWNER.groupName())
                .map(group -> idsOf(group, owner -> owner.isEnabled() && !deactivated.contains(owner.getId())))
                .orElse(Set.of());
        return owners.equals(Set.of(member.person().getId()));
    }

    private Set<String> idsOf(GroupModel group, Predicate<UserModel> counts) {
        try (Stream<UserModel> people = session.users().getGroupMembersStream(realm, group)) {
            return people.filter(counts).map(UserModel::getId).collect(Collectors.toSet());
        }
    }
}
