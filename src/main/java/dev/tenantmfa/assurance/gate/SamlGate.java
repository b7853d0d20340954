package dev.tenantmfa.assurance.gate;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.platform.WithoutLifecycle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.dom.saml.v2.protocol.ResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusResponseType;
import org.keycloak.dom.saml.v2.protocol.StatusType;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.saml.preprocessor.SamlAuthenticationPreprocessor;
import org.keycloak.saml.common.constants.JBossSAMLURIConstants;
import org.keycloak.saml.processing.core.saml.v2.factories.JBossSAMLAuthnResponseFactory;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The gate in front of SAML assertions. Keycloak passes each login response to it before it signs, encrypts and sends
 * it: POST, redirect and artifact binding, passive requests, the ECP profile and the legacy exchange of a token for an
 * assertion. If the gate refuses, the response has the status Responder with AuthnFailed (SAML Core 2.0, 3.2.2.2) and
 * no assertion. Logout responses are not checked.
 *
 * <p>For a client that requires encrypted assertions, Keycloak then has nothing to encrypt and shows an error page.
 */
@AutoService(SamlAuthenticationPreprocessor.class)
public final class SamlGate
        implements SamlAuthenticationPreprocessor, WithoutLifecycle<SamlAuthenticationPreprocessor> {

    @Override
    public StatusResponseType beforeSendingResponse(
            StatusResponseType response, @Nullable AuthenticatedClientSessionModel clientSession) {
        if (clientSession == null || !(response instanceof ResponseType login)) {
            return response;
        }
        // Keycloak calls the factory itself, without a session.
        KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
        AuthenticationSessionModel running = session.getContext().getAuthenticationSession();
        if (running != null) {
            SessionEvidence.keep(session, running, clientSession.getUserSession());
        }
        Optional<GateRefusal> refusal = Gate.of(session).refusalOf(clientSession, null);
        if (refusal.isEmpty()) {
            return response;
        }
        Gate.of(session).report(refusal.get(), clientSession, null, EventType.LOGIN);
        return withoutAssertion(login, refusal.get().description());
    }

    private static ResponseType withoutAssertion(ResponseType login, String description) {
        ResponseType refused = new ResponseType(login.getID(), login.getIssueInstant());
        refused.setInResponseTo(login.getInResponseTo());
        refused.setDestination(login.getDestination());
        refused.setIssuer(login.getIssuer());
        refused.setExtensions(login.getExtensions());
        StatusType status = JBossSAMLAuthnResponseFactory.createStatusTypeForResponder(
                JBossSAMLURIConstants.STATUS_AUTHNFAILED.get());
        status.setStatusMessage(description);
        refused.setStatus(status);
        return refused;
    }

    @Override
    public SamlAuthenticationPreprocessor create(KeycloakSession session) {
        return this;
    }

    @Override
    public String getId() {
        return "tmfa-gate";
    }

    @Override
    public void close() {}
}
