package dev.tenantmfa.tenant.session;

import dev.tenantmfa.platform.EventTenant;
import dev.tenantmfa.tenant.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
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

    private static final String ENTERED = "tenant-mfa.entered.";

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
    public static void enter(AuthenticationSessionModel login, Tenant tenant) {
        login.setAuthNote(NOTE, tenant.id());
        login.setClientNote(NOTE, tenant.id());
        login.setUserSessionNote(NOTE, tenant.id());
        // Used by Keycloak's scope "organization" for users with several organizations.
        login.setClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE, tenant.id());
        login.setUserSessionNote(ENTERED + tenant.id(), "true");
    }

    /** Records that the login is for no tenant. */
    public static void enterNone(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
        // An empty note replaces the one that an earlier login left in the client's session.
        login.setClientNote(NOTE, "");
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

    private static Optional<String> present(@Nullable String note) {
        return note == null || note.isEmpty() ? Optional.empty() : Optional.of(note);
    }
}
