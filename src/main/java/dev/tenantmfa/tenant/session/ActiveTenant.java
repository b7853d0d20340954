package dev.tenantmfa.tenant.session;

import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.Tenant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Which tenant a login is for. The flow's tenant access selects it, and the client's session stores it, because a user
 * may use two clients for two tenants in one browser session. Each token, including the refresh token, contains its
 * own.
 */
public final class ActiveTenant {

    /** Claim in tokens, and note in authentication session, client session and user session: the organization's id. */
    public static final String CLAIM = EventTenant.DETAIL;

    public static final String NOTE = EventTenant.NOTE;

    /** Note of client session and user session for each tenant that the user entered there. */
    private static final String ENTERED = "tenant-mfa.entered.";

    /** Note of a session that continued when its part for the tenant ended: when that was, in seconds since 1970. */
    private static final String ENDED = "tenant-mfa.ended.";

    private static final String REQUESTED = "tenant-mfa.requested";

    private ActiveTenant() {}

    /** Stores the tenant that the user named at the login; tenant access decides whether to use it. */
    public static void request(AuthenticationSessionModel login, Tenant tenant) {
        login.setAuthNote(REQUESTED, tenant.id());
    }

    /** As {@link #request(AuthenticationSessionModel, Tenant)}, by id; null for none. */
    public static void request(AuthenticationSessionModel login, @Nullable String tenantId) {
        if (tenantId == null) {
            forgetRequest(login);
        } else {
            login.setAuthNote(REQUESTED, tenantId);
        }
    }

    /** Removes the named tenant, because the user named none, or another account. */
    public static void forgetRequest(AuthenticationSessionModel login) {
        login.removeAuthNote(REQUESTED);
    }

    /** The tenant that the user named at the login. */
    public static Optional<String> requested(AuthenticationSessionModel login) {
        return present(login.getAuthNote(REQUESTED));
    }

    /** Records that the login is for that tenant. */
    public static void enter(KeycloakSession session, AuthenticationSessionModel login, Tenant tenant) {
        login.setAuthNote(NOTE, tenant.id());
        login.setClientNote(NOTE, tenant.id());
        login.setUserSessionNote(NOTE, tenant.id());
        // Used by Keycloak's scope "organization" for users with several organizations.
        login.setClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE, tenant.id());
        entered(login.getClientNotes()).forEach(other -> login.removeClientNote(ENTERED + other));
        login.setClientNote(ENTERED + tenant.id(), "true");
        login.setUserSessionNote(ENTERED + tenant.id(), "true");
        CodeTenant.note(session, login, tenant.id());
    }

    /** Records that the login is for no tenant. */
    public static void enterNone(KeycloakSession session, AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
        // An empty note replaces the one that an earlier login left in the client's session.
        login.setClientNote(NOTE, CodeTenant.NONE);
        CodeTenant.note(session, login, CodeTenant.NONE);
    }

    /** The tenant that the login is for; empty if none has been selected yet. */
    public static Optional<String> of(AuthenticationSessionModel login) {
        return present(login.getAuthNote(NOTE));
    }

    /** The tenant that the client's session was last opened for. */
    public static Optional<String> of(@Nullable AuthenticatedClientSessionModel clientSession) {
        return clientSession == null ? Optional.empty() : present(clientSession.getNote(NOTE));
    }

    /** The tenant that the user entered last in this session, with any client. */
    public static Optional<String> lastOf(@Nullable UserSessionModel session) {
        return session == null ? Optional.empty() : present(session.getNote(NOTE));
    }

    /** Whether the user entered the tenant in this session. */
    public static boolean wasEntered(UserSessionModel session, Tenant tenant) {
        return session.getNote(ENTERED + tenant.id()) != null;
    }

    /** Ids of the tenants that the user entered with this client. */
    static Set<String> enteredWith(AuthenticatedClientSessionModel clientSession) {
        return entered(clientSession.getNotes());
    }

    /** Ids of the tenants that the user entered in this session, with any client, and whose part has not ended. */
    static Set<String> enteredIn(UserSessionModel session) {
        Set<String> all = new HashSet<>(entered(session.getNotes()));
        session.getAuthenticatedClientSessions().values().forEach(one -> all.addAll(enteredWith(one)));
        return all;
    }

    /**
     * Notes in an offline session that the user entered the tenant. Keycloak copies the notes of a session only when it
     * creates the offline session.
     */
    public static void copyEntry(String tenantId, AuthenticatedClientSessionModel offline) {
        if (offline.getNote(ENTERED + tenantId) == null) {
            offline.setNote(ENTERED + tenantId, "true");
            offline.getUserSession().setNote(ENTERED + tenantId, "true");
        }
    }

    /** Records that the session's part for the tenant ends now. Tokens that it was issued so far are not valid again. */
    static void end(UserSessionModel session, String tenantId) {
        session.setNote(ENDED + tenantId, Long.toString(KeycloakClock.now().getEpochSecond()));
        session.removeNote(ENTERED + tenantId);
        session.getAuthenticatedClientSessions().values().forEach(one -> one.removeNote(ENTERED + tenantId));
        if (lastOf(session).filter(tenantId::equals).isPresent()) {
            session.removeNote(NOTE);
        }
    }

    /**
     * Whether the session's part for the tenant ended after a token was issued.
     *
     * @param issuedAt seconds since 1970; null if the token does not say
     */
    public static boolean hasEnded(UserSessionModel session, String tenantId, @Nullable Long issuedAt) {
        String ended = session.getNote(ENDED + tenantId);
        return ended != null && (issuedAt == null || issuedAt <= Long.parseLong(ended));
    }

    private static Set<String> entered(Map<String, String> notes) {
        return notes.keySet().stream()
                .filter(name -> name.startsWith(ENTERED))
                .map(name -> name.substring(ENTERED.length()))
                .collect(Collectors.toSet());
    }

    private static Optional<String> present(@Nullable String note) {
        return note == null || note.isEmpty() ? Optional.empty() : Optional.of(note);
    }
}
