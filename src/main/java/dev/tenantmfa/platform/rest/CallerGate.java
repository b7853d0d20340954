package dev.tenantmfa.platform.rest;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * Has a say in who may call a resource that knows nothing of the reason: a token may be for something that is shut by
 * now. Where several are installed, each can refuse.
 */
public interface CallerGate extends Provider {

    /** Why the caller is not let in; empty if nothing speaks against it. */
    Optional<Problem> refusalOf(Caller caller);

    @Override
    default void close() {}

    /**
     * Asks all gates.
     *
     * @throws Refusal the first one's
     */
    static void admit(KeycloakSession session, Caller caller) {
        for (CallerGate gate : session.getAllProviders(CallerGate.class)) {
            Optional<Problem> problem = gate.refusalOf(caller);
            if (problem.isPresent()) {
                throw problem.get().refusal();
            }
        }
    }
}
