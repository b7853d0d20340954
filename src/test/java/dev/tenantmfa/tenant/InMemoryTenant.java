package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.Unfiltered;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.organization.OrganizationProvider;
import org.mockito.MockedStatic;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.ArgumentMatchers.isNull;
import static org.mockito.ArgumentMatchers.startsWith;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;
import static org.mockito.Mockito.when;

/**
 * One organization with its groups and members, as far as {@link Members} asks for them. Its lock is always free.
 *
 * <p>{@link Unfiltered} only runs the work: Keycloak's filters for administrators need classes of its database.
 */
final class InMemoryTenant implements AutoCloseable {

    static final String ID = "tenant-1";

    final KeycloakSession session = mock(KeycloakSession.class);
    final OrganizationProvider organizations = mock(OrganizationProvider.class);
    final Tenant tenant;

    private final MockedStatic<Unfiltered> unfiltered = mockStatic(
            Unfiltered.class, call -> call.<Supplier<?>>getArgument(1).get());
    private final OrganizationModel organization = mock(OrganizationModel.class);
    private final GroupModel root = mock(GroupModel.class);
    private final Map<String, GroupModel> groups = new LinkedHashMap<>();
    private final Map<GroupModel, List<UserModel>> inGroup = new LinkedHashMap<>();
    private final Set<UserModel> people = new LinkedHashSet<>();

    InMemoryTenant() {
        RealmModel realm = mock(RealmModel.class);
        KeycloakContext context = mock(KeycloakContext.class);
        UserProvider users = mock(UserProvider.class);
        when(session.getContext()).thenReturn(context);
        when(context.getRealm()).thenReturn(realm);
        when(session.users()).thenReturn(users);
        when(session.getProvider(OrganizationProvider.class)).thenReturn(organizations);
        when(session.getAttribute(startsWith("tenant-mfa.lock."))).thenReturn(Boolean.TRUE);
        when(organization.getId()).thenReturn(ID);
        when(organization.getAttributes()).thenReturn(Map.of());
        when(users.getGroupMembersStream(eq(realm), any(GroupModel.class)))
                .thenAnswer(call -> List.copyOf(inGroup.get(call.<GroupModel>getArgument(1))).stream());
        when(organizations.searchGroupsByName(eq(organization), anyString(), eq(true), isNull(), isNull()))
                .thenAnswer(call -> Stream.ofNullable(groups.get(call.<String>getArgument(1))));
        when(organizations.createGroup(eq(organization), anyString(), isNull()))
                .thenAnswer(call -> group(call.getArgument(1)));
        when(organizations.isMember(eq(organization), any()))
                .thenAnswer(call -> people.contains(call.<UserModel>getArgument(1)));
        when(organizations.addMember(eq(organization), any())).thenAnswer(call -> people.add(call.getArgument(1)));
        when(organizations.removeMember(eq(organization), any())).thenAnswer(call -> forget(call.getArgument(1)));
        when(organizations.getOrganizationGroupsByMember(eq(organization), any()))
                .thenAnswer(call -> groupsOf(call.getArgument(1)));
        when(organizations.getOrganizationGroupsByMember(eq(organization), any(), isNull(), isNull(), isNull()))
                .thenAnswer(call -> groupsOf(call.getArgument(1)));
        tenant = new Tenant(session, organization);
    }

    /** A user whose account is enabled and who is not a member. */
    UserModel user(String id) {
        UserModel user = mock(UserModel.class);
        when(user.credentialManager()).thenReturn(mock(SubjectCredentialManager.class));
        when(user.getId()).thenReturn(id);
        when(user.isEnabled()).thenReturn(true);
        doAnswer(call -> {
                    List<UserModel> holders = inGroup.get(call.<GroupModel>getArgument(0));
                    return holders.contains(user) || holders.add(user);
                })
                .when(user)
                .joinGroup(any(GroupModel.class));
        doAnswer(call -> inGroup.get(call.<GroupModel>getArgument(0)).remove(user))
                .when(user)
                .leaveGroup(any(GroupModel.class));
        return user;
    }

    void isManaged(UserModel user) {
        when(organizations.isManagedMember(organization, user)).thenReturn(true);
    }

    private GroupModel group(String name) {
        GroupModel group = mock(GroupModel.class);
        when(group.getName()).thenReturn(name);
        when(group.getParent()).thenReturn(root);
        groups.put(name, group);
        inGroup.put(group, new ArrayList<>());
        return group;
    }

    private Stream<GroupModel> groupsOf(UserModel user) {
        return inGroup.entrySet().stream()
                .filter(group -> group.getValue().contains(user))
                .map(Map.Entry::getKey)
                .toList()
                .stream();
    }

    private boolean forget(UserModel user) {
        inGroup.values().forEach(holders -> holders.remove(user));
        return people.remove(user);
    }

    @Override
    public void close() {
        unfiltered.close();
    }
}
