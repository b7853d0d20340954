package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.gate.RefusedTokens;
import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.representations.JsonWebToken;

/**
 * The last look at tokens before they go out, whatever the grant: none for a tenant that was shut to the person since
 * the login, and the tenant into the refresh token, so that the next ones are for the same. An exchanged access token
 * names its tenant too, with a mapper or without.
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
        if (tenants.isKept()) {
            // Nothing else binds an exchanged token: the session of its client may be for another tenant, or be gone.
            bind(context.accessToken(), id.get());
        }
    }

    private static void bind(@Nullable JsonWebToken token, String tenantId) {
        if (token != null) {
            token.getOtherClaims().put(ActiveTenant.CLAIM, tenantId);
        }
    }

    /** Lets Keycloak find it. */
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
