package dev.tenantmfa.tenant.token;

import dev.tenantmfa.tenant.session.ActiveTenant;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
import org.keycloak.representations.AccessToken;

/** A token that a client sent to be checked. */
record PresentedToken(KeycloakSession session) {

    /** Whether the token's user may enter its tenant, or the token has none. */
    boolean isOpen(AccessToken token, UserSessionModel userSession, ClientModel client) {
        Optional<String> id = TokenTenant.claimIn(token)
                .or(() -> ActiveTenant.of(userSession.getAuthenticatedClientSessionByClient(client.getId())));
        return id.isEmpty()
                || new TokenTenant(session)
                        .open(id.get(), userSession.getUser())
                        .isPresent();
    }
}
