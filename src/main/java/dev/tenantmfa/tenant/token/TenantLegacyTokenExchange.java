package dev.tenantmfa.tenant.token;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.TrustedClients;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.jose.jws.JWSInput;
import org.keycloak.jose.jws.JWSInputException;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenExchangeProvider;
import org.keycloak.protocol.oidc.TokenExchangeProviderFactory;
import org.keycloak.protocol.oidc.tokenexchange.V1TokenExchangeProvider;
import org.keycloak.protocol.oidc.tokenexchange.V1TokenExchangeProviderFactory;
import org.keycloak.representations.AccessToken;

/**
 * Keycloak's legacy token exchange (feature {@code token-exchange}), which keeps the tenant of the subject token for each
 * target: a client of OpenID Connect or SAML, or an identity provider whose token is asked for.
 */
final class TenantLegacyTokenExchange extends V1TokenExchangeProvider {

    private final ExchangedTenant tenant;
    private @Nullable AccessToken subject;

    TenantLegacyTokenExchange(KeycloakSession session) {
        this.tenant = new ExchangedTenant(session);
    }

    @Override
    protected Response tokenExchange() {
        TrustedClients.exchange(session, client);
        return super.tokenExchange();
    }

    @Override
    protected Response exchangeClientToClient(
            UserModel user, UserSessionModel userSession, @Nullable AccessToken subjectToken, boolean holderOnly) {
        subject = subjectToken;
        return super.exchangeClientToClient(user, userSession, subjectToken, holderOnly);
    }

    @Override
    protected Response exchangeClientToSAML2Client(
            UserModel user, UserSessionModel userSession, String requestedTokenType, List<ClientModel> audience) {
        tenant.keep(context, subject, user, userSession);
        return super.exchangeClientToSAML2Client(user, userSession, requestedTokenType, audience);
    }

    @Override
    protected Response exchangeToIdentityProvider(UserModel user, UserSessionModel userSession, String issuer) {
        tenant.keep(context, verifiedSubject(), user, userSession);
        return super.exchangeToIdentityProvider(user, userSession, issuer);
    }

    /** The subject token, which Keycloak has verified but does not pass on. */
    private @Nullable AccessToken verifiedSubject() {
        String token = params.getSubjectToken();
        try {
            return token == null ? null : new JWSInput(token).readJsonContent(AccessToken.class);
        } catch (JWSInputException e) {
            throw new IllegalStateException("the subject token was verified, but is not readable", e);
        }
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
