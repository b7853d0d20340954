package dev.tenantmfa.tenant.people;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.organization.OrganizationProvider;

/** Finds the members of an organization by username, e-mail address or name. */
public final class MemberSearch {

    /** Type of the components that provide users from external stores. */
    private static final String USER_STORAGE = "org.keycloak.storage.UserStorageProvider";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final OrganizationProvider organizations;
    private final OrganizationModel organization;

    public MemberSearch(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.organizations = session.getProvider(OrganizationProvider.class);
        this.organization = organization;
    }

    /** How many members {@link #people} finds. */
    public long count(String search) {
        if (search.isEmpty() && !mayHaveFederatedPeople()) {
            return organizations.getMembersCount(organization);
        }
        try (Stream<UserModel> people = people(search, -1, -1)) {
            return people.count();
        }
    }

    /** A page of the members; {@code max} -1 for all. */
    public Stream<UserModel> people(String search, int first, int max) {
        if (mayHaveFederatedPeople()) {
            return federatedToo(search, first, max);
        }
        Map<String, String> filters = search.isEmpty() ? Map.of() : Map.of(UserModel.SEARCH, search);
        if (search.indexOf('*') < 0) {
            return organizations.getMembersStream(organization, filters, false, first, max);
        }
        // Keycloak reads an asterisk as any text; here it stands for itself.
        return part(
                organizations
                        .getMembersStream(organization, filters, false, -1, -1)
                        .filter(holds(search)),
                first,
                max);
    }

    /** Searches of organizations find only local users; the group also contains users of user storage providers. */
    private Stream<UserModel> federatedToo(String search, int first, int max) {
        GroupModel everybody = organizations.getOrganizationGroup(organization);
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

    /** Whether the realm has users of user storage providers. */
    boolean mayHaveFederatedPeople() {
        return realm.getComponentsStream(realm.getId(), USER_STORAGE).findAny().isPresent();
    }

    /** Whether the username, e-mail address, first or last name contains the text. */
    static Predicate<UserModel> holds(String search) {
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
