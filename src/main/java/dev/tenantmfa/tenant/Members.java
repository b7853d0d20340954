package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.TenantLock;
import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.people.People;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.keycloak.storage.StorageId;

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

    /** Session attribute, with the tenant's id. */
    private static final String FOUNDING = "tenant-mfa.founding.";

    /** Type of the components that bring people of other stores into a realm. */
    private static final String USER_STORAGE = "org.keycloak.storage.UserStorageProvider";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationProvider organizations;
    private final Tenant tenant;

    Members(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenant = tenant;
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
     * @param search text that username, e-mail address, first or last name must hold, letter for letter but for case
     */
    public List<Membership> list(String search, int first, int max) {
        return Unfiltered.get(session, () -> {
            try (Stream<UserModel> people = people(search, first, max)) {
                return people.flatMap(person -> read(person).stream()).toList();
            }
        });
    }

    /** Ids of all people. */
    public List<String> ids() {
        return Unfiltered.get(session, () -> {
            try (Stream<UserModel> people = people("", -1, -1)) {
                return people.map(UserModel::getId).toList();
            }
        });
    }

    /** How many people {@link #list} goes through. */
    public long count(String search) {
        return Unfiltered.get(session, () -> {
            if (search.isEmpty() && !mayHaveFederatedPeople()) {
                return organizations.getMembersCount(tenant.organization());
            }
            try (Stream<UserModel> people = people(search, -1, -1)) {
                return people.count();
            }
        });
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
            new Exemptions(session, tenant.organization())
                    .set(person, groupsOf(person).toList(), until);
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
                topGroups(person)
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

    /** Hands the tenant over: the one becomes OWNER, active, and the other ADMIN. */
    public void handOver(Membership from, Membership to) {
        Unfiltered.get(session, () -> {
            TenantLock.onTenant(session, tenant.id());
            join(to.person(), TenantRole.OWNER);
            join(from.person(), TenantRole.ADMIN);
            return Change.DONE;
        });
    }

    /** Whether the tenant made the account. */
    public boolean isAccountOf(UserModel person) {
        return Unfiltered.get(session, () -> topGroups(person).anyMatch(group -> PROVISIONED.equals(group.getName())));
    }

    /** Notes that the tenant made the account. */
    public void markAccountOf(UserModel person) {
        Unfiltered.get(session, () -> {
            person.joinGroup(group(PROVISIONED));
            return person;
        });
    }

    /** Whether the account came by the tenant's identity provider and lives and dies with the organization. */
    public boolean isManaged(UserModel person) {
        return organizations.isManagedMember(tenant.organization(), person);
    }

    /** All people of a role, active or not. */
    public List<UserModel> holders(TenantRole role) {
        return Unfiltered.get(session, () -> {
            try (Stream<UserModel> people = session.users().getGroupMembersStream(realm, group(role.groupName()))) {
                return people.toList();
            }
        });
    }

    /**
     * Makes the role groups of an organization that was made just now, and its first member. Looks nothing up about the
     * member: once somebody has joined, each look-up in the same transaction costs Keycloak two queries for each of the
     * person's organizations.
     */
    void found(@Nullable UserModel owner) {
        for (TenantRole role : TenantRole.values()) {
            make(role.groupName());
        }
        if (owner != null) {
            session.setAttribute(FOUNDING + tenant.id(), Boolean.TRUE);
            organizations.addMember(tenant.organization(), owner);
            owner.joinGroup(group(TenantRole.OWNER.groupName()));
            new JoinDays(session, tenant.organization()).note(owner, List.of());
        }
    }

    /** Whether {@link #found} does itself what is to be done for who joins. */
    public static boolean isFounding(KeycloakSession session, String tenantId) {
        return session.getAttribute(FOUNDING + tenantId) != null;
    }

    /** Notes that the person joined today. */
    public void noteJoining(UserModel person) {
        Unfiltered.get(session, () -> {
            new JoinDays(session, tenant.organization())
                    .note(person, groupsOf(person).toList());
            return person;
        });
    }

    /** The top-level organization group of that name, made where it is missing. */
    public GroupModel group(String name) {
        return findGroup(name).orElseGet(() -> make(name));
    }

    private GroupModel make(String name) {
        return organizations.createGroup(tenant.organization(), name, null);
    }

    public Optional<GroupModel> findGroup(String name) {
        try (Stream<GroupModel> groups =
                organizations.searchGroupsByName(tenant.organization(), name, true, null, null)) {
            return groups.filter(Members::isTopGroup).findFirst();
        }
    }

    /**
     * Puts a member into the group of the role and out of those of the others. The days of grace of somebody whom the
     * policy asks with the new role only begin today.
     */
    public void join(UserModel person, TenantRole role) {
        List<GroupModel> groups = groupsOf(person).toList();
        MfaPolicy policy = tenant.mfaPolicy();
        if (policy.asks(role) && !policy.asks(roleIn(namesOfTopGroups(groups)))) {
            new JoinDays(session, tenant.organization()).renew(person, groups);
        }
        groups.stream()
                .filter(Members::isTopGroup)
                .filter(group -> TenantRole.ofGroup(group.getName())
                        .filter(held -> held != role)
                        .isPresent())
                .forEach(person::leaveGroup);
        person.joinGroup(group(role.groupName()));
    }

    private Optional<Membership> read(UserModel person) {
        // Asked for everybody, in lists too: Keycloak notes the answer, see Tenants.rememberMembershipsOf.
        if (!organizations.isMember(tenant.organization(), person)) {
            return Optional.empty();
        }
        List<GroupModel> groups = groupsOf(person).toList();
        Set<String> names = namesOfTopGroups(groups);
        return Optional.of(new Membership(
                tenant,
                person,
                roleIn(names),
                !names.contains(DEACTIVATED),
                JoinDays.in(groups),
                Exemptions.in(groups)));
    }

    private static TenantRole roleIn(Set<String> groups) {
        return Stream.of(TenantRole.values())
                .filter(candidate -> groups.contains(candidate.groupName()))
                .findFirst()
                .orElse(TenantRole.MEMBER);
    }

    private static Set<String> namesOfTopGroups(List<GroupModel> groups) {
        return groups.stream()
                .filter(Members::isTopGroup)
                .map(GroupModel::getName)
                .collect(Collectors.toSet());
    }

    private Stream<GroupModel> topGroups(UserModel person) {
        return groupsOf(person).filter(Members::isTopGroup);
    }

    private Stream<GroupModel> groupsOf(UserModel person) {
        if (StorageId.isLocalStorage(person.getId())) {
            return organizations.getOrganizationGroupsByMember(tenant.organization(), person);
        }
        // Nobody tells Keycloak's cache when people of other stores join or leave a group; this look-up goes past it.
        return organizations.getOrganizationGroupsByMember(tenant.organization(), person, null, null, null);
    }

    /**
     * Whether a group of an organization lies directly in the one that Keycloak keeps for the organization itself, which
     * is the only one in none. Read off the groups, which are cached: to ask for the organization's own is a query.
     */
    private static boolean isTopGroup(GroupModel group) {
        GroupModel parent = group.getParent();
        return parent != null && parent.getParentId() == null;
    }

    private void mark(UserModel person, boolean active) {
        if (active) {
            findGroup(DEACTIVATED).ifPresent(person::leaveGroup);
        } else {
            person.joinGroup(group(DEACTIVATED));
        }
    }

    /** Whether the tenant would be left without an active owner if this one went. */
    public boolean isOnlyOwner(Membership member) {
        return Unfiltered.get(session, () -> isLastActiveOwner(member));
    }

    /** Asks the database, not the cache: the last change may have been made on another node a moment ago. */
    private boolean isLastActiveOwner(Membership member) {
        String id = member.person().getId();
        Set<String> deactivated = findGroup(DEACTIVATED).map(this::idsOf).orElse(Set.of());
        Set<String> owners = findGroup(TenantRole.OWNER.groupName())
                .map(group -> enabledIdsOf(group, deactivated))
                .orElse(Set.of());
        return owners.contains(id) && owners.size() == 1;
    }

    private Set<String> idsOf(GroupModel group) {
        try (Stream<UserModel> people = session.users().getGroupMembersStream(realm, group)) {
            return people.map(UserModel::getId).collect(Collectors.toSet());
        }
    }

    private Set<String> enabledIdsOf(GroupModel group, Set<String> without) {
        try (Stream<UserModel> people = session.users().getGroupMembersStream(realm, group)) {
            return people.filter(UserModel::isEnabled)
                    .map(UserModel::getId)
                    .filter(id -> !without.contains(id))
                    .collect(Collectors.toSet());
        }
    }

    private Stream<UserModel> people(String search, int first, int max) {
        if (mayHaveFederatedPeople()) {
            return federatedToo(search, first, max);
        }
        Map<String, String> filters = search.isEmpty() ? Map.of() : Map.of(UserModel.SEARCH, search);
        if (search.indexOf('*') < 0) {
            return organizations.getMembersStream(tenant.organization(), filters, false, first, max);
        }
        // Keycloak reads an asterisk as any text; here it is a letter like others.
        return part(
                organizations
                        .getMembersStream(tenant.organization(), filters, false, -1, -1)
                        .filter(holds(search)),
                first,
                max);
    }

    /** Organizations list local people alone; the users of the group hold those of user storage providers too. */
    private Stream<UserModel> federatedToo(String search, int first, int max) {
        GroupModel everybody = organizations.getOrganizationGroup(tenant.organization());
        if (search.isEmpty()) {
            return session.users().getGroupMembersStream(realm, everybody, first, max);
        }
        return part(
                session.users()
                        .getGroupMembersStream(realm, everybody, "", false, -1, -1)
                        .filter(holds(search)),
                first,
                max);
    }

    private boolean mayHaveFederatedPeople() {
        return realm.getComponentsStream(realm.getId(), USER_STORAGE).findAny().isPresent();
    }

    private static Predicate<UserModel> holds(String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return person -> Stream.of(
                        Optional.ofNullable(person.getUsername()),
                        Optional.ofNullable(person.getEmail()),
                        Optional.ofNullable(person.getFirstName()),
                        Optional.ofNullable(person.getLastName()))
                .flatMap(Optional::stream)
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private static Stream<UserModel> part(Stream<UserModel> all, int first, int max) {
        Stream<UserModel> rest = first > 0 ? all.skip(first) : all;
        return max >= 0 ? rest.limit(max) : rest;
    }
}
