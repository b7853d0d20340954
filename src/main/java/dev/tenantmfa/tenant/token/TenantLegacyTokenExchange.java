package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.protocol.oidc.TokenExchangeProviderFactory;
import org.keycloak.protocol.oidc.tokenexchange.V1TokenExchangeProvider;
import org.keycloak.protocol.oidc.tokenexchange.V1TokenExchangeProviderFactory;
import org.keycloak.representations.AccessToken;

/** Keycloak's legacy token exchange (feature {@code token-exchange}), which keeps the tenant of the subject token. */
final class TenantLegacyTokenExchange extends V1TokenExchangeProvider {

    private final ExchangedTenant tenant;

    TenantLegacyTokenExchange(KeycloakSession session) {
        this.tenant = new ExchangedTenant(session);
    }

    @Override
    protected Response exchangeClientToOIDCClient(
            UserModel user,
            UserSessionModel userSession,
            String requestedTokenType,
            List<ClientModel> audience,
            @Nullable String scope,
            @Nullable AccessToken subjectToken) {
        tenant.keep(context, subjectToken, user, userSession);
        return super.exchangeClientToOIDCClient(user, userSession, requestedTokenType, audience, scope, subjectToken);
    }

    /** Replaces Keycloak's provider: same id, higher order, but lower than that of the standard exchange. */
    @AutoService(TokenExchangeProviderFactory.class)
    public static final class Factory extends V1TokenExchangeProviderFactory {

        @Override
        public TokenExchangeProvider create(KeycloakSession session) {
            return new TenantLegacyTokenExchange(session);
        }

        @Override
        public int order() {
            return 1;
        }
    }
}
