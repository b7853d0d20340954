package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.protocol.oidc.TokenExchangeProviderFactory;
import org.keycloak.protocol.oidc.tokenexchange.StandardTokenExchangeProvider;
import org.keycloak.protocol.oidc.tokenexchange.StandardTokenExchangeProviderFactory;
import org.keycloak.representations.AccessToken;

/** Keycloak's standard token exchange, which keeps the tenant of the subject token. */
final class TenantTokenExchange extends StandardTokenExchangeProvider {

    private final ExchangedTenant tenant;

    TenantTokenExchange(KeycloakSession session) {
        this.tenant = new ExchangedTenant(session);
    }

    @Override
    protected Response exchangeClientToOIDCClient(
            UserModel user,
            UserSessionModel userSession,
            String requestedTokenType,
            List<ClientModel> audience,
            String scope,
            AccessToken subjectToken) {
        tenant.keep(context, subjectToken, user, userSession);
        return super.exchangeClientToOIDCClient(user, userSession, requestedTokenType, audience, scope, subjectToken);
    }

    /** Replaces Keycloak's provider: same id, higher order. */
    @AutoService(TokenExchangeProviderFactory.class)
    public static final class Factory extends StandardTokenExchangeProviderFactory {

        @Override
        public TokenExchangeProvider create(KeycloakSession session) {
            return new TenantTokenExchange(session);
        }

        @Override
        public int order() {
            return super.order() + 10;
        }
    }
}
