package dev.tenantmfa.platform;

import java.util.List;
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
        if (StorageId.isLocalStorage(user.getId())
                && session.getProvider(UserProvider.class) instanceof UserCredentialStore store) {
            return store.getStoredCredentialsByTypeStream(realm, user, type).toList();
        }
        return user.credentialManager().getStoredCredentialsByTypeStream(type).toList();
    }
}
