package dev.tenantmfa.tenant.token;

import dev.tenantmfa.tenant.ActiveTenant;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.RequestedTenants;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.JsonWebToken;

/**
 * The tenant that a token is, or will be, for. A token that was handed in names its own. A new one is for the tenant
 * that its scope names, so that two requests of one client do not mix up; else for the one that the client's session
 * was opened for.
 */
public final class TokenTenant {

    /** Set for the time of a request: the tenant of the token that was handed in; empty for a token without one. */
    private static final String PRESENTED = "tenant-mfa.presented-tenant";

    private final KeycloakSession session;

    public TokenTenant(KeycloakSession session) {
        this.session = session;
    }

    /** Notes that the request is about that token. */
    void present(JsonWebToken token) {
        claimIn(token).ifPresent(id -> session.setAttribute(PRESENTED, id));
    }

    /** Id of the tenant; empty for a token of no tenant. Says nothing of whether the person may enter it. */
    public Optional<String> idFor(UserSessionModel userSession, ClientSessionContext context) {
        String presented = session.getAttribute(PRESENTED, String.class);
        if (presented != null) {
            return Optional.of(presented);
        }
        Optional<String> named = named(userSession, context);
        return named.isPresent() ? named : ActiveTenant.of(context.getClientSession());
    }

    /**
     * The person's place in the tenant of that id, if both membership and tenant are open; empty else. The account
     * itself is Keycloak's to check.
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

    /** The tenant that a token names by itself. */
    static Optional<String> claimIn(JsonWebToken token) {
        return token.getOtherClaims().get(ActiveTenant.CLAIM) instanceof String id ? Optional.of(id) : Optional.empty();
    }

    /** What {@code organization:<alias>} names, if it is one tenant and the person was let in there in this session. */
    private Optional<String> named(UserSessionModel userSession, ClientSessionContext context) {
        String scopes = context.getScopeString(true);
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
