package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.people.HeldGroup;
import dev.tenantmfa.tenant.rule.TenantRole;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.storage.StorageId;

/**
 * The organization groups of a tenant. Those directly below the organization's own define roles and states of members.
 */
public final class TenantGroups {

    private final OrganizationProvider organizations;
    private final OrganizationModel organization;

    TenantGroups(KeycloakSession session, OrganizationModel organization) {
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.organization = organization;
    }

    /** The top-level organization group of that name; created if it is missing. */
    public GroupModel open(String name) {
        return find(name).orElseGet(() -> make(name));
    }

    /** Creates a top-level organization group that is known to be missing. */
    public GroupModel make(String name) {
        return organizations.createGroup(organization, name, null);
    }

    /** The top-level organization group of that name; empty if it is missing. */
    public Optional<GroupModel> find(String name) {
        try (Stream<GroupModel> groups = organizations.searchGroupsByName(organization, name, true, null, null)) {
            return groups.filter(TenantGroups::isTop).findFirst();
        }
    }

    /** The members of the tenant's top-level group of that name, active or not. */
    public List<UserModel> members(KeycloakSession session, String name) {
        RealmModel realm = session.getContext().getRealm();
        return Unfiltered.get(
                session,
                () -> find(name)
                        .map(group -> {
                            try (Stream<UserModel> users = session.users().getGroupMembersStream(realm, group)) {
                                return users.toList();
                            }
                        })
                        .orElseGet(List::of));
    }

    /** The role that a member's groups define. */
    static TenantRole roleIn(Collection<HeldGroup> groups) {
        Set<String> names = namesOf(groups);
        return Stream.of(TenantRole.values())
                .filter(candidate -> names.contains(candidate.groupName()))
                .findFirst()
                .orElse(TenantRole.MEMBER);
    }

    static Set<String> namesOf(Collection<HeldGroup> groups) {
        return groups.stream().filter(HeldGroup::top).map(HeldGroup::name).collect(Collectors.toSet());
    }

    /** The groups that define a member's role and state. */
    Stream<GroupModel> topOf(UserModel person) {
        return all(person).filter(TenantGroups::isTop);
    }

    /** All groups of the organization that the user belongs to. */
    List<GroupModel> of(UserModel person) {
        return all(person).toList();
    }

    private Stream<GroupModel> all(UserModel person) {
        if (StorageId.isLocalStorage(person.getId())) {
            return organizations.getOrganizationGroupsByMember(organization, person);
        }
        // Keycloak's cache does not learn when users of external stores join or leave a group.
        return stored(person);
    }

    /** Past Keycloak's cache. */
    private Stream<GroupModel> stored(UserModel person) {
        return organizations.getOrganizationGroupsByMember(organization, person, null, null, null);
    }

    /** Whether the user is in the top-level group of that name, as the database says now. */
    boolean isStoredIn(String name, UserModel person) {
        try (Stream<GroupModel> groups = stored(person)) {
            return groups.anyMatch(group -> name.equals(group.getName()) && isTop(group));
        }
    }

    static boolean isTop(GroupModel group) {
        return HeldGroup.of(group).top();
    }
}
