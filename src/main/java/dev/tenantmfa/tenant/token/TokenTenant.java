package dev.tenantmfa.tenant.token;

import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import dev.tenantmfa.tenant.session.ActiveTenant;
import dev.tenantmfa.tenant.session.CodeTenant;
import dev.tenantmfa.tenant.session.RequestedTenants;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.OAuth2Constants;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.encode.AccessTokenContext;
import org.keycloak.protocol.oidc.encode.TokenContextEncoderProvider;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.JsonWebToken;
import org.keycloak.util.TokenUtil;

/**
 * The tenant that a token is, or will be, for. A token in a request names its own. An exchanged token keeps the tenant
 * of its subject token. Any other new token is for the tenant in its scope, so that two requests of one client do not
 * interfere; else for the tenant of the login whose code is redeemed; else for the one that the client's session was
 * opened for.
 */
public final class TokenTenant {

    /** Session attribute during a request: the token in the request. */
    private static final String PRESENTED = "tenant-mfa.presented-token";

    /** Session attribute during a token exchange: the tenant of the subject token, or {@link #NONE}. */
    private static final String KEPT = "tenant-mfa.kept-tenant";

    /** Session attribute while a code is redeemed: the tenant of its login, or {@link #NONE}. */
    private static final String REDEEMED = "tenant-mfa.tenant-of-code";

    private static final String NONE = CodeTenant.NONE;

    private final KeycloakSession session;

    public TokenTenant(KeycloakSession session) {
        this.session = session;
    }

    /** Records that the request is about that token. */
    void present(JsonWebToken token) {
        session.setAttribute(PRESENTED, token);
    }

    /** Records that tokens of this request are for that tenant, or for none, whatever scope and session say. */
    void keep(Optional<String> tenantId) {
        session.setAttribute(KEPT, tenantId.orElse(NONE));
    }

    /** Records that the request redeems a code of a login for that tenant, or for {@link CodeTenant#NONE}. */
    void redeem(String tenantId) {
        session.setAttribute(REDEEMED, tenantId);
    }

    /** Whether tokens of this request keep the tenant of another token. */
    boolean isKept() {
        return session.getAttribute(KEPT) != null;
    }

    /** Id of the tenant; empty for a token of no tenant. Does not check whether the user may enter it. */
    public Optional<String> idFor(UserSessionModel userSession, ClientSessionContext context) {
        String kept = session.getAttribute(KEPT, String.class);
        if (kept != null) {
            return present(kept);
        }
        AuthenticatedClientSessionModel clientSession = context.getClientSession();
        JsonWebToken presented = session.getAttribute(PRESENTED, JsonWebToken.class);
        if (presented != null && namesItsTenant(presented, clientSession.getClient())) {
            return claimIn(presented);
        }
        String redeemed = session.getAttribute(REDEEMED, String.class);
        return redeemed == null
                ? ofSession(userSession, clientSession, context.getScopeString(true))
                : named(userSession, context.getScopeString(true)).or(() -> present(redeemed));
    }

    /** As above for an assertion, which has no scope. */
    public Optional<String> idFor(AuthenticatedClientSessionModel clientSession) {
        String kept = session.getAttribute(KEPT, String.class);
        return kept == null ? ActiveTenant.of(clientSession) : present(kept);
    }

    /**
     * The tenant of an access token in a request; empty if it has none. A token that cannot name its tenant, such as a
     * lightweight one, is for the tenant of the session of the client that it was issued to. See {@link #isEnded}.
     */
    public Optional<String> of(AccessToken token, UserSessionModel userSession) {
        ClientModel client = userSession.getRealm().getClientByClientId(token.getIssuedFor());
        if (client == null || namesItsTenant(token, client)) {
            return claimIn(token);
        }
        return ofSession(
                userSession, userSession.getAuthenticatedClientSessionByClient(client.getId()), token.getScope());
    }

    /** Whether the user may use a token in a request: it has no tenant, or one that the user may enter. */
    boolean isOpen(AccessToken token, UserSessionModel userSession) {
        return of(token, userSession)
                .map(id -> !hasEnded(token, userSession, id)
                        && open(id, userSession.getUser()).isPresent())
                .orElse(true);
    }

    /** Whether the session's part for the token's tenant has ended since; then the token is not valid again. */
    public boolean isEnded(AccessToken token, UserSessionModel userSession) {
        return of(token, userSession)
                .filter(id -> hasEnded(token, userSession, id))
                .isPresent();
    }

    static boolean hasEnded(JsonWebToken token, UserSessionModel userSession, String tenantId) {
        return ActiveTenant.hasEnded(userSession, tenantId, token.getIat());
    }

    /**
     * The user's membership in the tenant with that id, if both membership and tenant are active; else empty. Keycloak
     * checks the account itself.
     */
    Optional<Membership> open(String tenantId, @Nullable UserModel person) {
        if (person == null) {
            return Optional.empty();
        }
        return Tenants.of(session)
                .byId(tenantId)
                .filter(Tenant::isActive)
                .flatMap(tenant -> tenant.members().of(person))
                .filter(Membership::active);
    }

    /** The tenant that the token itself names. */
    static Optional<String> claimIn(JsonWebToken token) {
        return token.getOtherClaims().get(ActiveTenant.CLAIM) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    /**
     * Whether the token would name its tenant if it had one. Refresh tokens and exchanged tokens always do; other
     * access tokens do if the client's mapper writes into them.
     */
    private boolean namesItsTenant(JsonWebToken token, ClientModel client) {
        if (claimIn(token).isPresent() || isRefreshToken(token)) {
            return true;
        }
        AccessTokenContext context =
                session.getProvider(TokenContextEncoderProvider.class).getTokenContextFromTokenId(token.getId());
        return OAuth2Constants.TOKEN_EXCHANGE_GRANT_TYPE.equals(context.getGrantType())
                || context.getTokenType() != AccessTokenContext.TokenType.LIGHTWEIGHT
                        && TenantMapper.writesIntoAccessTokens(client);
    }

    private static Optional<String> present(String tenantId) {
        return Optional.of(tenantId).filter(id -> !id.equals(NONE));
    }

    private static boolean isRefreshToken(JsonWebToken token) {
        return TokenUtil.TOKEN_TYPE_REFRESH.equals(token.getType())
                || TokenUtil.TOKEN_TYPE_OFFLINE.equals(token.getType());
    }

    private Optional<String> ofSession(
            UserSessionModel userSession,
            @Nullable AuthenticatedClientSessionModel clientSession,
            @Nullable String scopes) {
        Optional<String> named = named(userSession, scopes);
        return named.isPresent() ? named : ActiveTenant.of(clientSession);
    }

    /** The tenant of {@code organization:<alias>}, if it is a single one and the user entered it in this session. */
    private Optional<String> named(UserSessionModel userSession, @Nullable String scopes) {
        List<String> aliases = scopes == null ? List.of() : RequestedTenants.in(scopes);
        if (aliases.size() != 1) {
            return Optional.empty();
        }
        return Tenants.of(session)
                .byAlias(aliases.get(0))
                .filter(tenant -> ActiveTenant.wasEntered(userSession, tenant))
                .map(Tenant::id);
    }
}
