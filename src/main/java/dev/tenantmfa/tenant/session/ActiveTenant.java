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
 * Which tenant a login is for. Chosen by the flow's tenant access, then kept at the client's session, as a person may use
 * two clients for two tenants in one browser session; each token, the refresh token too, carries its own.
 */
public final class ActiveTenant {

    /** Claim in tokens, note at authentication session, client session and user session: the organization's id. */
    public static final String CLAIM = EventTenant.DETAIL;

    public static final String NOTE = EventTenant.NOTE;

    private static final String ENTERED = "tenant-mfa.entered.";

    private static final String REQUESTED = "tenant-mfa.requested";

    private ActiveTenant() {}

    /** Notes which tenant the person named at the login; tenant access decides. */
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

    /** The person named none, or another account. */
    public static void forgetRequest(AuthenticationSessionModel login) {
        login.removeAuthNote(REQUESTED);
    }

    /** The tenant that the person named at the login. */
    public static Optional<String> requested(AuthenticationSessionModel login) {
        return present(login.getAuthNote(REQUESTED));
    }

    /** Notes that the login is for that tenant. */
    public static void enter(AuthenticationSessionModel login, Tenant tenant) {
        login.setAuthNote(NOTE, tenant.id());
        login.setClientNote(NOTE, tenant.id());
        login.setUserSessionNote(NOTE, tenant.id());
        // What Keycloak's scope "organization" is about for somebody who has several.
        login.setClientNote(OrganizationModel.ORGANIZATION_ATTRIBUTE, tenant.id());
        login.setUserSessionNote(ENTERED + tenant.id(), "true");
    }

    /** Notes that the login is for no tenant. */
    public static void enterNone(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
        // An empty note replaces the one that the client's session has of an earlier login.
        login.setClientNote(NOTE, "");
    }

    /** The tenant that the login is for, as far as it was chosen yet. */
    public static Optional<String> of(AuthenticationSessionModel login) {
        return present(login.getAuthNote(NOTE));
    }

    /** The tenant that the client's session was last opened for. */
    public static Optional<String> of(@Nullable AuthenticatedClientSessionModel clientSession) {
        return clientSession == null ? Optional.empty() : present(clientSession.getNote(NOTE));
    }

    /** The tenant that the person entered last in this session, with whatever client. */
    public static Optional<String> lastOf(@Nullable UserSessionModel session) {
        return session == null ? Optional.empty() : present(session.getNote(NOTE));
    }

    /** Whether the person was let into the tenant in this session. */
    public static boolean wasEntered(UserSessionModel session, Tenant tenant) {
        return session.getNote(ENTERED + tenant.id()) != null;
    }

    private static Optional<String> present(@Nullable String note) {
        return note == null || note.isEmpty() ? Optional.empty() : Optional.of(note);
    }
}
