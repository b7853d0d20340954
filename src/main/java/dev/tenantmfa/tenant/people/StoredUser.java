package dev.tenantmfa.tenant.people;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.UserModelDelegate;

/**
 * A user whose facts were read together with those of many others, so that whatever asks for a user's factors, such as
 * the login, can also ask for those of all members without a query for each. Anything else that it is asked for comes
 * from the user itself, which is loaded then.
 */
final class StoredUser extends UserModelDelegate {

    private final KeycloakSession session;
    private final Row row;
    private List<CredentialModel> credentials = List.of();

    /**
     * @param createdMillis null if unknown
     * @param federationLink the user storage provider from which the user was imported; null for none
     */
    record Row(
            String id,
            String username,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable Long createdMillis,
            @Nullable String federationLink,
            boolean enabled) {

        static Row of(UserModel user) {
            return new Row(
                    user.getId(),
                    user.getUsername(),
                    user.getEmail(),
                    user.isEmailVerified(),
                    user.getFirstName(),
                    user.getLastName(),
                    user.getCreatedTimestamp(),
                    user.getFederationLink(),
                    user.isEnabled());
        }
    }

    StoredUser(KeycloakSession session, Row row) {
        super(loadedLate(session, row.id()));
        this.session = session;
        this.row = row;
    }

    /** Of a user that is loaded already. */
    StoredUser(KeycloakSession session, UserModel user) {
        super(user);
        this.session = session;
        this.row = Row.of(user);
    }

    /** @param stored the user's credentials, without secrets */
    StoredUser with(List<CredentialModel> stored) {
        this.credentials = stored;
        return this;
    }

    private static UserModel loadedLate(KeycloakSession session, String id) {
        return (UserModel) Proxy.newProxyInstance(
                StoredUser.class.getClassLoader(), new Class<?>[] {UserModel.class}, (proxy, method, arguments) -> {
                    UserModel user =
                            session.users().getUserById(session.getContext().getRealm(), id);
                    if (user == null) {
                        throw new IllegalStateException("user " + id + " was removed meanwhile");
                    }
                    try {
                        return method.invoke(user, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Override
    public String getId() {
        return row.id();
    }

    @Override
    public String getUsername() {
        return row.username();
    }

    @Override
    public @Nullable String getEmail() {
        return row.email();
    }

    @Override
    public boolean isEmailVerified() {
        return row.emailVerified();
    }

    @Override
    public @Nullable String getFirstName() {
        return row.firstName();
    }

    @Override
    public @Nullable String getLastName() {
        return row.lastName();
    }

    @Override
    public @Nullable Long getCreatedTimestamp() {
        return row.createdMillis();
    }

    @Override
    public @Nullable String getFederationLink() {
        return row.federationLink();
    }

    @Override
    public boolean isEnabled() {
        return row.enabled();
    }

    @Override
    public SubjectCredentialManager credentialManager() {
        return new StoredCredentials(session, row.federationLink(), credentials, delegate::credentialManager);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UserModel user && user.getId().equals(getId());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(getId());
    }
}
