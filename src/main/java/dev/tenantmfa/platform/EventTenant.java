package dev.tenantmfa.platform;

import org.jspecify.annotations.Nullable;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.representations.AccessToken;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which tenant an event is of, for those who write events and know nothing of tenants. Keycloak begins a new event with
 * each request of a login, so every step that ends a request says it again.
 */
public final class EventTenant {

    /** Detail of an event, and claim in a token: the organization's id. */
    public static final String DETAIL = "tenant_id";

    /** Note at authentication session and client session: the same id, or empty for no tenant. Set by tenant access. */
    public static final String NOTE = "tenant-mfa.tenant";

    private EventTenant() {}

    /** Of a login, as far as its tenant was chosen yet. */
    public static void tell(EventBuilder event, AuthenticationSessionModel login) {
        event.detail(DETAIL, login.getAuthNote(NOTE));
    }

    /** Of a call. A light token carries no claims; then the session of its client says what it is for. */
    public static void tell(
            EventBuilder event, AccessToken token, @Nullable AuthenticatedClientSessionModel clientSession) {
        if (token.getOtherClaims().get(DETAIL) instanceof String id) {
            event.detail(DETAIL, id);
        } else if (clientSession != null) {
            event.detail(DETAIL, clientSession.getNote(NOTE));
        }
    }
}
