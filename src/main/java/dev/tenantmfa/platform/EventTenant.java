package dev.tenantmfa.platform;

import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The tenant of an event, for code that writes events and knows nothing of tenants. Keycloak starts a new event with
 * each request of a login, so every step that ends a request sets it again.
 */
public final class EventTenant {

    /** Detail of an event, and claim in a token: the organization's id. */
    public static final String DETAIL = "tenant_id";

    /**
     * Note of an authentication session and client session: the same id, or empty for no tenant. Set by tenant access.
     */
    public static final String NOTE = "tenant-mfa.tenant";

    private EventTenant() {}

    /** The tenant of a login, if it is already selected. */
    public static void tell(EventBuilder event, AuthenticationSessionModel login) {
        event.detail(DETAIL, login.getAuthNote(NOTE));
    }

    /** The tenant of a REST call. A lightweight token carries no claims; then it is read from the client session. */
    public static void tell(
            EventBuilder event, AccessToken token, @Nullable AuthenticatedClientSessionModel clientSession) {
        if (token.getOtherClaims().get(DETAIL) instanceof String id) {
            event.detail(DETAIL, id);
        } else if (clientSession != null) {
            event.detail(DETAIL, clientSession.getNote(NOTE));
        }
    }
}
