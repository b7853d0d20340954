package dev.tenantmfa.platform.store;

import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Runs a piece of work in a transaction of its own, committed when it returns: what it decided holds whatever becomes of
 * the request, and is seen by all nodes before the answer goes out.
 */
public final class OwnTransaction {

    private OwnTransaction() {}

    /** Another transaction changed the same credential first; nothing of this one was kept. */
    public static final class Conflict extends Exception {

        private static final long serialVersionUID = 1L;

        Conflict(Throwable cause) {
            super("changed by another request at the same time", cause);
        }
    }

    /**
     * @param work gets a session of its own, with realm and client of the outer one
     * @throws Conflict if the commit failed because a row was changed by another transaction meanwhile
     */
    public static <T> T call(KeycloakSession outer, String name, Function<KeycloakSession, T> work) throws Conflict {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    outer.getKeycloakSessionFactory(), outer.getContext(), work::apply, name);
        } catch (RuntimeException e) {
            if (isConflict(e)) {
                throw new Conflict(e);
            }
            throw e;
        }
    }

    /** Told by name: the types are those of Jakarta Persistence and Hibernate, which are not ours to depend on. */
    private static boolean isConflict(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            String type = cause.getClass().getSimpleName();
            if (type.startsWith("OptimisticLock")
                    || type.startsWith("StaleObjectState")
                    || type.startsWith("StaleState")) {
                return true;
            }
        }
        return false;
    }
}
