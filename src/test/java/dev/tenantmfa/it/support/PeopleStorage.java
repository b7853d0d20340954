package dev.tenantmfa.it.support;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.credential.CredentialInput;
import org.keycloak.credential.CredentialInputUpdater;
import org.keycloak.credential.CredentialInputValidator;
import org.keycloak.models.GroupModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.storage.StorageId;
import org.keycloak.storage.UserStorageProvider;
import org.keycloak.storage.adapter.AbstractUserAdapterFederatedStorage;
import org.keycloak.storage.user.UserLookupProvider;
import org.keycloak.storage.user.UserQueryMethodsProvider;

/**
 * People who are kept elsewhere and never imported, as of a directory: name, address and password are read-only, groups
 * and credentials lie in Keycloak's tables for federated people.
 */
public final class PeopleStorage
        implements UserStorageProvider,
                UserLookupProvider,
                UserQueryMethodsProvider,
                CredentialInputValidator,
                CredentialInputUpdater {
    private static final String DOMAIN = "@elsewhere.test";

    /** Passwords that were changed, by the id of the user. */
    private static final Map<String, String> CHANGED = new ConcurrentHashMap<>();

    private final KeycloakSession session;
    private final ComponentModel model;
    private final List<String> usernames;

    PeopleStorage(KeycloakSession session, ComponentModel model) {
        this.session = session;
        this.model = model;
        this.usernames =
                Arrays.asList(model.get(PeopleStorageFactory.PEOPLE, "").split(","));
    }

    @Override
    public UserModel getUserById(RealmModel realm, String id) {
        return getUserByUsername(realm, StorageId.externalId(id));
    }

    @Override
    public UserModel getUserByUsername(RealmModel realm, String username) {
        return usernames.stream()
                .filter(username::equalsIgnoreCase)
                .findFirst()
                .map(known -> new Elsewhere(session, realm, model, known))
                .orElse(null);
    }

    @Override
    public UserModel getUserByEmail(RealmModel realm, String email) {
        return email.endsWith(DOMAIN)
                ? getUserByUsername(realm, email.substring(0, email.length() - DOMAIN.length()))
                : null;
    }

    @Override
    public Stream<UserModel> searchForUserStream(
            RealmModel realm, Map<String, String> params, Integer first, Integer max) {
        String search = params.getOrDefault(UserModel.USERNAME, params.getOrDefault(UserModel.SEARCH, "*"));
        return usernames.stream()
                .filter(username -> search.equals("*") || username.contains(search))
                .skip(first == null ? 0 : first)
                .limit(max == null ? Long.MAX_VALUE : max)
                .map(username -> getUserByUsername(realm, username));
    }

    @Override
    public Stream<UserModel> getGroupMembersStream(RealmModel realm, GroupModel group, Integer first, Integer max) {
        return Stream.empty(); // the store elsewhere knows no groups; Keycloak asks its own tables too
    }

    @Override
    public Stream<UserModel> searchForUserByUserAttributeStream(RealmModel realm, String name, String value) {
        return Stream.empty();
    }

    @Override
    public boolean supportsCredentialType(String type) {
        return PasswordCredentialModel.TYPE.equals(type);
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user, String type) {
        return supportsCredentialType(type);
    }

    @Override
    public boolean isValid(RealmModel realm, UserModel user, CredentialInput input) {
        return supportsCredentialType(input.getType())
                && CHANGED.getOrDefault(user.getId(), PeopleStorageFactory.PASSWORD)
                        .equals(input.getChallengeResponse());
    }

    @Override
    public boolean updateCredential(RealmModel realm, UserModel user, CredentialInput input) {
        if (!supportsCredentialType(input.getType())) {
            return false;
        }
        CHANGED.put(user.getId(), input.getChallengeResponse());
        return true;
    }

    @Override
    public void disableCredentialType(RealmModel realm, UserModel user, String type) {}

    @Override
    public Stream<String> getDisableableCredentialTypesStream(RealmModel realm, UserModel user) {
        return Stream.empty();
    }

    @Override
    public void close() {}

    private static final class Elsewhere extends AbstractUserAdapterFederatedStorage {
        private final String username;

        Elsewhere(KeycloakSession session, RealmModel realm, ComponentModel model, String username) {
            super(session, realm, model);
            this.username = username;
            this.storageId = new StorageId(model.getId(), username);
        }

        @Override
        public String getUsername() {
            return username;
        }

        @Override
        public void setUsername(String changed) {
            if (!username.equals(changed)) {
                throw new ReadOnlyException("kept elsewhere");
            }
        }

        @Override
        public String getEmail() {
            return username + DOMAIN;
        }

        @Override
        public String getFirstName() {
            return "Kept";
        }

        @Override
        public String getLastName() {
            return "Elsewhere";
        }

        @Override
        public boolean isEmailVerified() {
            return true;
        }

        @Override
        public String getFirstAttribute(String name) {
            return getAttributeStream(name).findFirst().orElse(null);
        }

        @Override
        public Stream<String> getAttributeStream(String name) {
            return switch (name) {
                case UserModel.USERNAME -> Stream.of(getUsername());
                case UserModel.EMAIL -> Stream.of(getEmail());
                case UserModel.FIRST_NAME -> Stream.of(getFirstName());
                case UserModel.LAST_NAME -> Stream.of(getLastName());
                default -> super.getAttributeStream(name);
            };
        }

        @Override
        public Map<String, List<String>> getAttributes() {
            Map<String, List<String>> attributes = new java.util.HashMap<>(super.getAttributes());
            for (String name :
                    List.of(UserModel.USERNAME, UserModel.EMAIL, UserModel.FIRST_NAME, UserModel.LAST_NAME)) {
                attributes.put(name, getAttributeStream(name).toList());
            }
            return attributes;
        }
    }
}
