package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.gate.RefusedTokens;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.TokenUtil;

/**
 * The last check of tokens before they are issued, for every grant. Refuses tokens if the user may no longer enter the
 * tenant, and writes the tenant into the refresh token, so that the next tokens are for the same one. An exchanged
 * access token also names its tenant, with or without a mapper.
 */
record TenantTokenGate(KeycloakSession session) implements TokenPostProcessor {

    @Override
    public void process(TokenPostProcessorContext context) {
        UserSessionModel userSession =
                context.clientSessionCtx().getClientSession().getUserSession();
        TokenTenant tenants = new TokenTenant(session);
        Optional<String> id = tenants.idFor(userSession, context.clientSessionCtx());
        if (id.isEmpty()) {
            return;
        }
        if (tenants.open(id.get(), userSession.getUser()).isEmpty()) {
            throw RefusedTokens.exception(
                    session, OAuthErrorException.INVALID_GRANT, "The tenant of the login is suspended");
        }
        bind(context.refreshToken(), id.get());
        noteOffline(context, id.get());
        if (tenants.isKept()) {
            // Nothing else binds an exchanged token: its client's session may be for another tenant, or may have ended.
            bind(context.accessToken(), id.get());
        }
    }

    private void noteOffline(TokenPostProcessorContext context, String tenantId) {
        AuthenticatedClientSessionModel online = context.clientSessionCtx().getClientSession();
        if (context.refreshToken() == null
                || online.getUserSession().isOffline()
                || !TokenUtil.TOKEN_TYPE_OFFLINE.equals(context.refreshToken().getType())) {
            return;
        }
        Optional.ofNullable(session.sessions()
                        .getOfflineUserSession(
                                session.getContext().getRealm(),
                                online.getUserSession().getId()))
                .map(offline -> offline.getAuthenticatedClientSessionByClient(
                        online.getClient().getId()))
                .ifPresent(offline -> ActiveTenant.copyEntry(tenantId, offline));
    }

    private static void bind(@Nullable JsonWebToken token, String tenantId) {
        if (token != null) {
            token.getOtherClaims().put(ActiveTenant.CLAIM, tenantId);
        }
    }

    /** Registers the gate with Keycloak. */
    @AutoService(TokenPostProcessorFactory.class)
    public static final class Factory implements TokenPostProcessorFactory {

        @Override
        public TokenPostProcessor create(KeycloakSession session) {
            return new TenantTokenGate(session);
        }

        @Override
        public String getId() {
            return "tmfa-tenant";
        }
    }
}
