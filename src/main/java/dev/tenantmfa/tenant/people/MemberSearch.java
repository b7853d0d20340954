package dev.tenantmfa.tenant.people;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
        return mayHaveFederatedPeople()
                ? federatedToo(search, -1, -1).size()
                : MemberRows.of(session, organization).count(search);
    }

    /**
     * A page of the members, by username; {@code max} -1 for all. Loads no users, unless the realm has user storage providers:
     * then each user of the page is loaded.
     */
    public List<? extends UserModel> people(String search, int first, int max) {
        return mayHaveFederatedPeople()
                ? federatedToo(search, first, max)
                : MemberRows.of(session, organization).users(search, first, max);
    }

    /** The query of the database finds only local users; the group also contains users of user storage providers. */
    private List<UserModel> federatedToo(String search, int first, int max) {
        GroupModel everybody = organizations.getOrganizationGroup(organization);
        if (search.isEmpty()) {
            try (Stream<UserModel> people = session.users().getGroupMembersStream(realm, everybody, first, max)) {
                return people.toList();
            }
        }
        try (Stream<UserModel> people = session.users()
                .getGroupMembersStream(realm, everybody, "", false, -1, -1)
                .filter(holds(search))) {
            return part(people, first, max).toList();
        }
    }

    /** Whether the realm has users of user storage providers. */
    boolean mayHaveFederatedPeople() {
        return realm.getComponentsStream(realm.getId(), USER_STORAGE).findAny().isPresent();
    }

    /** Whether the username, e-mail address or full name contains the text. */
    static Predicate<UserModel> holds(String search) {
        String wanted = search.toLowerCase(Locale.ROOT);
        return person -> Stream.of(
                        text(person.getUsername()),
                        text(person.getEmail()),
                        text(person.getFirstName()) + " " + text(person.getLastName()))
                .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
    }

    private static String text(@Nullable String value) {
        return Objects.requireNonNullElse(value, "");
    }

    private static Stream<UserModel> part(Stream<UserModel> all, int first, int max) {
        Stream<UserModel> rest = first > 0 ? all.skip(first) : all;
        return max >= 0 ? rest.limit(max) : rest;
    }
}
