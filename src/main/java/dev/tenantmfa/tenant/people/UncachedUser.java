package dev.tenantmfa.tenant.people;

import java.util.function.Consumer;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserProvider;
import org.keycloak.models.cache.UserCache;
import org.keycloak.storage.StorageId;

/**
 * A user as the database stores it, for writes that change the user's memberships. Through its user cache Keycloak loads
 * the user again for each such write, and then makes one query for each of the user's organizations.
 */
public final class UncachedUser {

    private UncachedUser() {}

    /**
     * Does the work and evicts the user from the caches of all nodes when the transaction commits. Users of a user
     * storage provider are passed as they are, because the provider may handle the write.
     */
    public static void write(KeycloakSession session, UserModel user, Consumer<UserModel> work) {
        RealmModel realm = session.getContext().getRealm();
        UserModel stored = StorageId.isLocalStorage(user.getId()) && user.getFederationLink() == null
                ? session.getProvider(UserProvider.class).getUserById(realm, user.getId())
                : null;
        if (stored == null) {
            work.accept(user);
            return;
        }
        work.accept(stored);
        UserCache cache = session.getProvider(UserCache.class);
        if (cache != null) {
            cache.evict(realm, stored);
        }
    }
}
