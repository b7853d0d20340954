package dev.tenantmfa.assurance.gate;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.LoginProtocol;
import org.keycloak.protocol.LoginProtocolFactory;
import org.keycloak.protocol.oidc.OIDCLoginProtocol;
import org.keycloak.protocol.oidc.OIDCLoginProtocolFactory;
import org.keycloak.protocol.oidc.OIDCProviderConfig;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Keycloak's OpenID Connect protocol with the gate in front of authorization responses that carry tokens themselves
 * (implicit and hybrid flow). If the gate refuses, the response is the error {@code access_denied}. A response with
 * only a code is sent; the token endpoint refuses the code.
 *
 * <p>Keycloak does not use this provider for requests with {@code prompt=none}. See {@link RefusedTokens}.
 */
final class OidcGate extends OIDCLoginProtocol {

    OidcGate(KeycloakSession session, OIDCProviderConfig config) {
        super(config);
        setSession(session);
    }

    @Override
    public Response authenticated(
            AuthenticationSessionModel login, UserSessionModel userSession, ClientSessionContext context) {
        SessionEvidence.keep(session, login, userSession);
        if (!RefusedTokens.isAnsweredWithTokens(login)) {
            return super.authenticated(login, userSession, context);
        }
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        Optional<GateRefusal> refusal = Gate.of(session).refusalOf(clientSession, context);
        if (refusal.isPresent()) {
            Gate.of(session).report(refusal.get(), clientSession, context, EventType.LOGIN);
            return refuse(login, refusal.get().description());
        }
        try {
            return RefusedTokens.caught(session, () -> super.authenticated(login, userSession, context));
        } catch (TokenInterceptorException e) {
            event.clone().detail(Details.REASON, e.getDescription()).error(e.getError());
            return refuse(login, e.getDescription());
        }
    }

    /** @param userSession null where Keycloak sends a login to a SAML identity provider */
    @Override
    public boolean requireReauthentication(@Nullable UserSessionModel userSession, AuthenticationSessionModel login) {
        return super.requireReauthentication(userSession, login)
                || userSession != null && Refusals.areRepeatedIn(userSession);
    }

    private Response refuse(AuthenticationSessionModel login, String description) {
        // The Keycloak error that becomes access_denied with a description.
        return sendError(login, Error.LOA_INVALID, description);
    }

    /** Replaces Keycloak's own factory, by the same id and a higher order. */
    @AutoService(LoginProtocolFactory.class)
    public static final class Factory extends OIDCLoginProtocolFactory {

        @Override
        public LoginProtocol create(KeycloakSession session) {
            return new OidcGate(session, ((OIDCLoginProtocol) super.create(session)).getConfig());
        }

        @Override
        public int order() {
            return super.order() + 10;
        }
    }
}
