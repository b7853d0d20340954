package dev.tenantmfa.assurance;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;

/** Placeholder: refuses what the realm attribute {@code test.gate.refuse} says. */
public final class Gate {

    private final KeycloakSession session;

    private Gate(KeycloakSession session) {
        this.session = session;
    }

    public static Gate of(KeycloakSession session) {
        return new Gate(session);
    }

    /** Why no token, code or assertion may go out for this session; empty if it may. Decides only, writes nothing. */
    public Optional<GateRefusal> refusalOf(
            AuthenticatedClientSessionModel clientSession, @Nullable ClientSessionContext context) {
        return Optional.ofNullable(session.getContext().getRealm().getAttribute("test.gate.refuse"))
                .map(sentence -> new GateRefusal("mfa_required", sentence, null));
    }

    /** Writes the error event and counts the refusal. */
    public void report(GateRefusal refusal, AuthenticatedClientSessionModel clientSession, EventType type) {}
}
