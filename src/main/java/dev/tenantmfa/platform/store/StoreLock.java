package dev.tenantmfa.platform.store;

import java.time.Duration;
import java.util.Map;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * A lock in Keycloak's single-use store, which all nodes share. It is held until the session's transaction ends, so that
 * the next holder sees its changes, and expires if its holder takes too long. It stores its holder: a holder whose lock
 * has expired does not release the lock of the next one.
 */
public final class StoreLock {

    private static final String HOLDER = "holder";

    private StoreLock() {}

    /**
     * Takes the lock if it is free, and holds it until the session's transaction ends. True, with nothing changed, if
     * the session already holds it.
     *
     * @param key never raw input, because the store has a single namespace
     */
    public static boolean tryHold(KeycloakSession session, String key, Duration longestHold) {
        if (session.getAttribute(key) != null) {
            return true;
        }
        String holder = SecretGenerator.getInstance().generateSecureID();
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        // Uses a transaction of its own, because one of the stores makes the key part of the request's transaction.
        if (!KeycloakModelUtils.runJobInTransactionWithResult(
                factory, own -> take(own.singleUseObjects(), key, holder, longestHold))) {
            return false;
        }
        session.setAttribute(key, Boolean.TRUE);
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                release(factory, key, holder);
            }

            @Override
            protected void rollbackImpl() {
                release(factory, key, holder);
            }
        });
        return true;
    }

    /** Takes the lock if it is free, and stores its holder. */
    static boolean take(SingleUseObjectProvider store, String key, String holder, Duration longestHold) {
        if (!store.putIfAbsent(key, longestHold.toSeconds())) {
            return false;
        }
        store.put(key, longestHold.toSeconds(), Map.of(HOLDER, holder));
        return true;
    }

    private static void release(KeycloakSessionFactory factory, String key, String holder) {
        KeycloakModelUtils.runJobInTransaction(factory, own -> release(own.singleUseObjects(), key, holder));
    }

    /** Releases the lock, unless it has expired and belongs to another holder now. */
    static void release(SingleUseObjectProvider store, String key, String holder) {
        Map<String, String> notes = store.get(key);
        if (notes != null && holder.equals(notes.get(HOLDER))) {
            store.remove(key);
        }
    }
}
