package dev.tenantmfa.assurance.gate;

import com.google.auto.service.AutoService;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.LoginProtocolFactory;
import org.keycloak.protocol.docker.DockerAuthV2Protocol;
import org.keycloak.protocol.docker.DockerAuthV2ProtocolFactory;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's Docker Registry v2 protocol with the gate in front of its tokens. A refusal is 401 with the error
 * {@code DENIED} (Distribution specification, error codes). Used only if Keycloak's feature {@code docker} is enabled.
 */
final class DockerGate extends DockerAuthV2Protocol {

    private final KeycloakSession session;

    DockerGate(KeycloakSession session) {
        this.session = session;
        setSession(session);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel login, UserSessionModel userSession, ClientSessionContext context) {
        Gate gate = Gate.of(session);
        Optional<GateRefusal> refusal = gate.refusalOf(context.getClientSession(), context);
        if (refusal.isEmpty()) {
            return super.authenticated(login, userSession, context);
        }
        gate.report(refusal.get(), context.getClientSession(), context, EventType.LOGIN);
        Map<String, String> error =
                Map.of("code", "DENIED", "message", refusal.get().description());
        return Response.status(Response.Status.UNAUTHORIZED)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(Map.of("errors", List.of(error)))
                .build();
    }

    /** Replaces Keycloak's own factory, by the same id and a higher order. */
    @AutoService(LoginProtocolFactory.class)
    public static final class Factory extends DockerAuthV2ProtocolFactory {

        @Override
        public LoginProtocol create(KeycloakSession session) {
            return new DockerGate(session);
        }

        @Override
        public int order() {
            return super.order() + 10;
        }
    }
}
