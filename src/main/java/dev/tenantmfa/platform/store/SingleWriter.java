package dev.tenantmfa.platform.store;

import java.time.Duration;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.storage.StorageId;

/**
 * Lets only one transaction at a time read and change credentials of a type, for a user of a user storage provider
 * without import. Those credentials have no optimistic lock, so two transactions that read the same set of codes would
 * each overwrite what the other one used.
 */
public final class SingleWriter {

    private static final Duration LONGEST_HOLD = Duration.ofSeconds(30);

    private SingleWriter() {}

    /**
     * Held until the session's transaction ends. Call it before reading the credentials.
     *
     * @return false if another transaction is changing the credentials now; always true for local users, whose
     *     credentials have an optimistic lock
     */
    public static boolean tryHold(KeycloakSession session, UserModel user, String credentialType) {
        if (StorageId.isLocalStorage(user.getId())) {
            return true;
        }
        return hold(session, "tmfa.writer." + credentialType + "." + user.getId());
    }

    /**
     * Same as {@link #tryHold}, for a change of a user's second factors as a whole (setup, removal, regeneration), for
     * local users too.
     *
     * @return false if another such change is in progress
     */
    public static boolean tryHoldFactors(KeycloakSession session, UserModel user) {
        return hold(session, "tmfa.factors-writer." + user.getId());
    }

    private static boolean hold(KeycloakSession session, String key) {
        return StoreLock.tryHold(session, key, LONGEST_HOLD);
    }
}
