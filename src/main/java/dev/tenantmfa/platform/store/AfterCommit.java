package dev.tenantmfa.platform.store;

import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;

/** Does something once the transaction at hand is committed, and not at all where it is rolled back. */
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
                // What was to be told of did not happen.
            }
        });
    }
}
