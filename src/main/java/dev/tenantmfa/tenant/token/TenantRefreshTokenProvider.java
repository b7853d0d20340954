package dev.tenantmfa.tenant.token;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import org.keycloak.OAuthErrorException;
import org.keycloak.common.ClientConnection;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.TokenManager;
import org.keycloak.protocol.oidc.refresh.DefaultRefreshTokenProvider;
import org.keycloak.representations.RefreshToken;

/**
 * Keycloak's refresh, for the tenant in the refresh token; refused if the user may not enter that tenant, or if
 * the session's part for it has ended. {@link
 * TenantTokenGate} sets the tenant of the new refresh token.
 */
final class TenantRefreshTokenProvider extends DefaultRefreshTokenProvider {

    TenantRefreshTokenProvider(KeycloakSession session) {
        super(session);
    }

    @Override
    protected TokenManager.TokenValidation validateToken(
            KeycloakSession session,
            UriInfo uriInfo,
            ClientConnection connection,
            RealmModel realm,
            RefreshToken oldToken,
            HttpHeaders headers,
            String scope,
            ClientModel client,
            TokenManager tokenManager,
            EventBuilder event)
            throws OAuthErrorException {
        TokenManager.TokenValidation validation = super.validateToken(
                session, uriInfo, connection, realm, oldToken, headers, scope, client, tokenManager, event);
        TokenTenant tenants = new TokenTenant(session);
        tenants.present(oldToken);
        Optional<String> id = tenants.idFor(validation.userSession, validation.clientSessionCtx);
        if (id.filter(known -> TokenTenant.hasEnded(oldToken, validation.userSession, known))
                .isPresent()) {
            throw new OAuthErrorException(
                    OAuthErrorException.INVALID_GRANT, "The session for the tenant of the token has ended");
        }
        if (id.isPresent() && tenants.open(id.get(), validation.user).isEmpty()) {
            throw new OAuthErrorException(OAuthErrorException.INVALID_GRANT, "The tenant of the token is suspended");
        }
        return validation;
    }
}
