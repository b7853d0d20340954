package dev.tenantmfa.tenant;

import dev.tenantmfa.tenant.lock.Unfiltered;
import dev.tenantmfa.tenant.people.HeldGroup;
import dev.tenantmfa.tenant.people.MemberRows;
import dev.tenantmfa.tenant.people.MembershipEnds;
import dev.tenantmfa.tenant.people.People;
import dev.tenantmfa.tenant.people.StoredUsers;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;
import org.keycloak.storage.StorageId;

/** Reads memberships from the organization groups that users are in. */
public final class Memberships {

    private final KeycloakSession session;
    private final OrganizationProvider organizations;
    private final Tenant tenant;

    Memberships(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.tenant = tenant;
    }

    /** All members whose username, e-mail address or name contains the text, with a fixed number of queries. */
    public List<Membership> all(String text) {
        return Unfiltered.get(session, () -> {
            StoredUsers users = new StoredUsers(session, tenant.organization());
            Map<String, List<HeldGroup>> groups =
                    MemberRows.of(session, tenant.organization()).groups();
            return Stream.concat(
                            users.local(text).stream()
                                    .map(person -> read(person, groups.getOrDefault(person.getId(), List.of()))),
                            users.federated(text).stream().flatMap(person -> of(person).stream()))
                    .toList();
        });
    }

    /** Of the users with these ids; leaves out those who are not members. */
    public List<Membership> byIds(Collection<String> ids) {
        return Unfiltered.get(
                session,
                () -> of(ids.stream()
                        .flatMap(id -> People.byId(session, id).stream())
                        .toList()));
    }

    /** Of one user; empty if the user is not a member. */
    Optional<Membership> of(UserModel person) {
        return organizations.isMember(tenant.organization(), person)
                ? Optional.of(read(person, HeldGroup.all(tenant.groups().of(person))))
                : Optional.empty();
    }

    /** Of several users; leaves out those who are not members. */
    private List<Membership> of(List<UserModel> people) {
        // Checked for every user: Keycloak caches the result, see Tenants.rememberMembershipsOf.
        return ofMembers(people.stream()
                .filter(person -> organizations.isMember(tenant.organization(), person))
                .toList());
    }

    /** Of users who are members. */
    List<Membership> ofMembers(List<? extends UserModel> people) {
        List<String> ids = people.stream()
                .map(UserModel::getId)
                .filter(StorageId::isLocalStorage)
                .toList();
        Map<String, List<HeldGroup>> groups =
                MemberRows.of(session, tenant.organization(), ids).groups();
        return people.stream()
                .map(person -> read(
                        person,
                        StorageId.isLocalStorage(person.getId())
                                ? groups.getOrDefault(person.getId(), List.of())
                                : HeldGroup.all(tenant.groups().of(person))))
                .toList();
    }

    private Membership read(UserModel person, Collection<HeldGroup> held) {
        return new Membership(
                tenant,
                person,
                TenantGroups.roleIn(held),
                !TenantGroups.namesOf(held).contains(MembershipEnds.DEACTIVATED),
                JoinDays.in(held),
                Exemptions.in(held),
                held.stream()
                        .filter(group -> KeptGroup.NAME.equals(group.parent()))
                        .map(HeldGroup::name)
                        .collect(Collectors.toSet()));
    }
}
