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
 * Stored credentials as the database has them now. Keycloak's user cache keeps credentials too, and another node's copy
 * may still show a code as unused that was just used here; whoever decides on a single use reads past it.
 *
 * <p>Credentials of people who live in a user storage provider without import come through the cache: there is no
 * public way past it. Their single use rests on the single-use store alone.
 */
public final class FreshCredentials {

    private FreshCredentials() {}

    /** The credentials of that type, in the order that the person gave them. */
    public static List<CredentialModel> ofType(KeycloakSession session, RealmModel realm, UserModel user, String type) {
        return storeOf(session, user)
                .map(store -> store.getStoredCredentialsByTypeStream(realm, user, type))
                .orElseGet(() -> user.credentialManager().getStoredCredentialsByTypeStream(type))
                .toList();
    }

    /**
     * Writes a change that nobody but readers by {@link #ofType} looks at, and leaves the person in the caches of all
     * nodes: Keycloak's own way throws the person out of them, which each login would then pay for.
     */
    public static void update(KeycloakSession session, RealmModel realm, UserModel user, CredentialModel changed) {
        storeOf(session, user)
                .ifPresentOrElse(
                        store -> store.updateCredential(realm, user, changed),
                        () -> user.credentialManager().updateStoredCredential(changed));
    }

    /** The database's; empty for people of a user storage provider without import. */
    private static Optional<UserCredentialStore> storeOf(KeycloakSession session, UserModel user) {
        return StorageId.isLocalStorage(user.getId())
                        && session.getProvider(UserProvider.class) instanceof UserCredentialStore store
                ? Optional.of(store)
                : Optional.empty();
    }
}
