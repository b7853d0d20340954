package dev.tenantmfa.tenant.token;

import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.session.RequestedTenants;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.TokenExchangeContext;
import org.keycloak.representations.AccessToken;
import org.keycloak.services.CorsErrorResponseException;

/**
 * Keeps the tenant in a token exchange (RFC 8693): the exchanged token is for the tenant of the subject token, or for
 * none if the subject token has none. Neither the requested scope nor the user's logins with the requesting client
 * change it.
 */
record ExchangedTenant(KeycloakSession session) {

    /**
     * Sets the tenant of all tokens of this request.
     *
     * @param subject null if the exchange has no subject token of this realm; then the tokens are for no tenant
     * @param user the user of the exchanged token
     * @throws CorsErrorResponseException {@code invalid_scope} if another tenant is requested, {@code invalid_grant} if
     *     the tenant or the user's membership is not active
     */
    void keep(
            TokenExchangeContext exchange,
            @Nullable AccessToken subject,
            UserModel user,
            UserSessionModel userSession) {
        TokenTenant tenants = new TokenTenant(session);
        Optional<String> id = subject == null ? Optional.empty() : tenants.of(subject, userSession);
        if (requestsAnother(exchange.getFormParams().getFirst(OAuth2Constants.SCOPE), id)) {
            throw refusal(
                    exchange,
                    OAuthErrorException.INVALID_SCOPE,
                    "The exchanged token must be for the tenant of the subject token");
        }
        if (id.isPresent() && tenants.open(id.get(), user).isEmpty()
                || subject != null && tenants.isEnded(subject, userSession)) {
            throw refusal(exchange, OAuthErrorException.INVALID_GRANT, "The tenant of the subject token is suspended");
        }
        tenants.keep(id);
    }

    private boolean requestsAnother(@Nullable String scope, Optional<String> id) {
        List<String> aliases = scope == null ? List.of() : RequestedTenants.in(scope);
        return aliases.stream()
                .anyMatch(alias -> id.isEmpty()
                        || !Tenants.of(session).byAlias(alias).map(Tenant::id).equals(id));
    }

    private static CorsErrorResponseException refusal(TokenExchangeContext exchange, String error, String description) {
        exchange.getEvent().detail(Details.REASON, description);
        exchange.getEvent().error(error);
        return new CorsErrorResponseException(exchange.getCors(), error, description, Response.Status.BAD_REQUEST);
    }
}
