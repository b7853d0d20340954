package dev.tenantmfa.platform.rest;

import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.Provider;

/**
 * Can refuse callers of a resource for reasons that the resource does not know, for example because a token is for
 * something that has been disabled since. If several are installed, each can refuse.
 */
public interface CallerGate extends Provider {

    /** Why the caller is refused; empty if this gate allows the caller. */
    Optional<Problem> refusalOf(Caller caller);

    @Override
    default void close() {}

    /**
     * Checks all gates.
     *
     * @throws Refusal of the first gate that refuses
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
