package dev.tenantmfa.tenant.people;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Members of an organization with what is known about their credentials, read with a fixed number of queries. Users of a
 * user storage provider without import are read one by one: only the provider knows them.
 */
public final class StoredUsers {

    private final KeycloakSession session;
    private final OrganizationModel organization;

    public StoredUsers(KeycloakSession session, OrganizationModel organization) {
        this.session = session;
        this.organization = organization;
    }

    /** The members in Keycloak's database whose username, e-mail address or name contains the text, by username. */
    public List<UserModel> local(String text) {
        MemberRows rows = MemberRows.of(session, organization);
        Map<String, List<CredentialModel>> credentials = rows.credentials();
        return rows.users().stream()
                .filter(MemberSearch.holds(text))
                .<UserModel>map(user -> user.with(credentials.getOrDefault(user.getId(), List.of())))
                .toList();
    }

    /** The other members whose username, e-mail address or name contains the text. */
    public List<UserModel> federated(String text) {
        if (!new MemberSearch(session, organization).mayHaveFederatedPeople()) {
            return List.of();
        }
        Predicate<UserModel> matches = MemberSearch.holds(text);
        return MemberRows.of(session, organization).federated().stream()
                .map(id -> session.users().getUserById(session.getContext().getRealm(), id))
                .filter(Objects::nonNull)
                .filter(matches)
                .toList();
    }

    /** The same users in their order; those in Keycloak's database with their credentials. */
    public List<UserModel> withCredentials(Collection<UserModel> users) {
        List<String> ids = users.stream()
                .map(UserModel::getId)
                .filter(StorageId::isLocalStorage)
                .toList();
        Map<String, List<CredentialModel>> credentials =
                MemberRows.of(session, organization, ids).credentials();
        return users.stream()
                .map(user -> StorageId.isLocalStorage(user.getId())
                        ? new StoredUser(session, user).with(credentials.getOrDefault(user.getId(), List.of()))
                        : user)
                .toList();
    }
}
