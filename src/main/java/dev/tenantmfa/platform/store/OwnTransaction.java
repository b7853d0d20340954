package dev.tenantmfa.platform.store;

import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Runs work in a separate transaction, committed when it returns: its result stays whatever happens to the request, and
 * all nodes see it before the answer is sent.
 */
public final class OwnTransaction {

    private OwnTransaction() {}

    /** Another transaction changed the same credential first; this one was rolled back. */
    public static final class Conflict extends Exception {

        private static final long serialVersionUID = 1L;

        Conflict(Throwable cause) {
            super("changed by another request at the same time", cause);
        }
    }

    /**
     * @param work gets its own session, with realm and client of the outer one
     * @throws Conflict if the commit failed because another transaction changed a row meanwhile
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

    /** Compared by name: the types belong to Jakarta Persistence, which only classes that query use, and to Hibernate. */
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
