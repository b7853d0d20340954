package dev.tenantmfa.assurance.gate;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.device.DeviceLogin;
import dev.tenantmfa.assurance.evidence.ExemptLogin;
import dev.tenantmfa.assurance.evidence.SessionEvidence;
import dev.tenantmfa.assurance.evidence.StepMark;
import dev.tenantmfa.assurance.evidence.TrustedClients;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.EventType;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.grants.OAuth2GrantType;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.util.TokenUtil;

/** The {@link Gate} at Keycloak's token response, through which every OAuth grant passes. */
record TokenGate(KeycloakSession session) implements TokenPostProcessor {

    @Override
    public void process(TokenPostProcessorContext context) {
        AuthenticatedClientSessionModel clientSession =
                context.clientSessionCtx().getClientSession();
        Gate gate = Gate.of(session);
        Optional<GateRefusal> refusal = gate.refusalOf(clientSession, context.clientSessionCtx());
        if (refusal.isPresent()) {
            gate.report(refusal.get(), clientSession, context.clientSessionCtx(), eventType(context));
            throw RefusedTokens.exception(
                    session, OAuthErrorException.INVALID_GRANT, refusal.get().description());
        }
        Refusals.forget(clientSession.getUserSession());
        TrustedClients.note(session, clientSession, context.clientSessionCtx());
        if (context.refreshToken() != null
                && TokenUtil.TOKEN_TYPE_OFFLINE.equals(context.refreshToken().getType())) {
            keepForOffline(clientSession);
        }
    }

    /** Keycloak copies the notes before this is called, and not at all into an offline session that exists. */
    private void keepForOffline(AuthenticatedClientSessionModel clientSession) {
        UserSessionModel userSession = clientSession.getUserSession();
        UserSessionModel offline = userSession.isOffline()
                ? null
                : session.sessions().getOfflineUserSession(session.getContext().getRealm(), userSession.getId());
        if (offline != null) {
            SessionEvidence.copy(userSession, offline);
            StepMark.copy(userSession, offline);
            ExemptLogin.copy(userSession, offline);
            DeviceLogin.copy(userSession, offline);
            TrustedClients.copy(
                    clientSession,
                    offline.getAuthenticatedClientSessionByClient(
                            clientSession.getClient().getId()));
        }
    }

    private EventType eventType(TokenPostProcessorContext context) {
        @Nullable String grant = context.clientSessionCtx().getAttribute(Constants.GRANT_TYPE, String.class);
        OAuth2GrantType type = grant == null ? null : session.getProvider(OAuth2GrantType.class, grant);
        return type == null ? EventType.LOGIN : type.getEventType();
    }

    /** Lets Keycloak find it. */
    @AutoService(TokenPostProcessorFactory.class)
    public static final class Factory implements TokenPostProcessorFactory {

        @Override
        public TokenPostProcessor create(KeycloakSession session) {
            return new TokenGate(session);
        }

        @Override
        public String getId() {
            return "tmfa-gate";
        }
    }
}
