package dev.tenantmfa.platform.store;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Runs work after the current transaction is committed; does nothing if it is rolled back. */
public final class AfterCommit {

    private AfterCommit() {}

    /** @param work must not use the session, whose transaction is over by then */
    public static void run(KeycloakSession session, Runnable work) {
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                work.run();
            }

            @Override
            protected void rollbackImpl() {
                // Nothing was changed, so there is nothing to publish.
            }
        });
    }
}
