package dev.tenantmfa.platform.store;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.storage.StorageId;

/**
 * Lets only one transaction at a time read and change credentials of a type, for a user of a user storage provider
 * without import. Those credentials have no optimistic lock, so two transactions that read the same set of codes would
 * each overwrite what the other one used.
 */
public final class SingleWriter {

    private static final long LONGEST_HOLD_SECONDS = 30;

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
        if (!session.singleUseObjects().putIfAbsent(key, LONGEST_HOLD_SECONDS)) {
            return false;
        }
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                release(factory, key);
            }

            @Override
            protected void rollbackImpl() {
                release(factory, key);
            }
        });
        return true;
    }

    private static void release(KeycloakSessionFactory factory, String key) {
        KeycloakModelUtils.runJobInTransaction(
                factory, own -> own.singleUseObjects().remove(key));
    }
}
