package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProvider;
import org.keycloak.protocol.oidc.RefreshTokenIntrospectionProviderFactory;
import org.keycloak.protocol.oidc.TokenIntrospectionProvider;
import org.keycloak.protocol.oidc.TokenIntrospectionProviderFactory;
import org.keycloak.representations.AccessToken;

/** Keycloak's introspection of refresh tokens. A token is not active if its user may not enter its tenant. */
final class TenantRefreshTokenIntrospection extends RefreshTokenIntrospectionProvider {

    private boolean open;

    TenantRefreshTokenIntrospection(KeycloakSession session) {
        super(session);
    }

    @Override
    public AccessToken transformAccessToken(AccessToken token, UserSessionModel userSession) {
        TokenTenant tenants = new TokenTenant(session);
        tenants.present(token);
        open = tenants.isOpen(token, userSession);
        // Keycloak's answer would be an error if the token's scope names a disabled organization.
        return open ? super.transformAccessToken(token, userSession) : token;
    }

    @Override
    protected boolean introspectionChecks(String encoded) {
        if (!super.introspectionChecks(encoded)) {
            return false;
        }
        if (open) {
            return true;
        }
        transformedToken = null;
        eventBuilder.detail(Details.REASON, "The tenant of the token is suspended");
        eventBuilder.error(Errors.INVALID_TOKEN);
        return false;
    }

    /** Replaces Keycloak's provider: same id, higher order. */
    @AutoService(TokenIntrospectionProviderFactory.class)
    public static final class Factory extends RefreshTokenIntrospectionProviderFactory {

        @Override
        public TokenIntrospectionProvider create(KeycloakSession session) {
            return new TenantRefreshTokenIntrospection(session);
        }

        @Override
        public int order() {
            return 10;
        }
    }
}
