package dev.tenantmfa.platform.store;

import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.UserCredentialStore;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.storage.StorageId;

/**
 * Stored credentials as they are in the database now. Keycloak's user cache keeps credentials too, and another node's
 * copy may still show a just-used code as unused, so single-use checks must bypass the cache.
 *
 * <p>Credentials of users of a user storage provider without import come through the cache, since no public API
 * bypasses it. Their single use depends only on the single-use store.
 */
public final class FreshCredentials {

    private FreshCredentials() {}

    /** The credentials of that type, in the user's order. */
    public static List<CredentialModel> ofType(KeycloakSession session, RealmModel realm, UserModel user, String type) {
        return storeOf(session, user)
                .map(store -> store.getStoredCredentialsByTypeStream(realm, user, type))
                .orElseGet(() -> user.credentialManager().getStoredCredentialsByTypeStream(type))
                .toList();
    }

    /** The credential as it is in the database now; empty if it was removed. */
    public static Optional<CredentialModel> byId(KeycloakSession session, RealmModel realm, UserModel user, String id) {
        return storeOf(session, user)
                .map(store -> Optional.ofNullable(store.getStoredCredentialById(realm, user, id)))
                .orElseGet(() -> Optional.ofNullable(user.credentialManager().getStoredCredentialById(id)));
    }

    /** Whether the user's credentials are in Keycloak's own database. */
    static boolean areInDatabase(KeycloakSession session, UserModel user) {
        return storeOf(session, user).isPresent();
    }

    /** The database's store; empty for users of a user storage provider without import. */
    private static Optional<UserCredentialStore> storeOf(KeycloakSession session, UserModel user) {
        return StorageId.isLocalStorage(user.getId())
                        && session.getProvider(UserProvider.class) instanceof UserCredentialStore store
                ? Optional.of(store)
                : Optional.empty();
    }
}
