package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.tenant.Tenants;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Ends pending logins for good when their user logs out anywhere, gets another password, is locked or disabled, or when
 * their tenant is suspended. They stay ended when access is restored. Each such event stores a mark in the single-use store for the
 * maximum lifetime of a pending login, and a login that continues looks for marks. This costs one write per event, one
 * or two reads per code, and nothing for other requests.
 */
final class EndedLogins implements Listener {

    private static final Set<EventType> ENDS = EnumSet.of(
            EventType.LOGOUT,
            EventType.UPDATE_PASSWORD,
            EventType.RESET_PASSWORD,
            EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT,
            EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT);
    private static final String AT = "at";
    private static final String USERS = "users/";
    private static final String RESET_PASSWORD = "/reset-password";
    private static final String ORGANIZATIONS = "organizations/";

    private final KeycloakSession session;

    EndedLogins(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Whether the pending logins of that user or tenant were ended since.
     *
     * @param id of a user or a tenant
     */
    static boolean isOverSince(KeycloakSession session, String id, long epochMillis) {
        Map<String, String> mark = session.singleUseObjects().get(keyOf(id));
        return mark != null && mark.get(AT) != null && Long.parseLong(mark.get(AT)) >= epochMillis;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getUserId() == null || !ENDS.contains(event.getType()) && !changesPassword(event)) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm != null) {
            mark(realm, event.getUserId());
        }
    }

    private static boolean changesPassword(Event event) {
        return event.getType() == EventType.UPDATE_CREDENTIAL
                && event.getDetails() != null
                && PasswordCredentialModel.TYPE.equals(event.getDetails().get(Details.CREDENTIAL_TYPE));
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        String path = event.getResourcePath();
        if (realm == null || path == null || event.getError() != null) {
            return;
        }
        if (event.getResourceType() == ResourceType.USER && path.startsWith(USERS)) {
            String id = idIn(path, USERS);
            UserModel person = session.users().getUserById(realm, id);
            if (person != null && (!person.isEnabled() || path.endsWith(RESET_PASSWORD))) {
                mark(realm, id);
            }
        } else if (event.getResourceType() == ResourceType.ORGANIZATION && path.startsWith(ORGANIZATIONS)) {
            String id = idIn(path, ORGANIZATIONS);
            if (isShut(session, id)) {
                mark(realm, id);
            }
        }
    }

    /** Whether the tenant is suspended now. */
    static boolean isShut(KeycloakSession session, String tenantId) {
        Tenants tenants = Tenants.of(session);
        return tenants.areEnabled()
                && tenants.byId(tenantId).filter(tenant -> !tenant.isActive()).isPresent();
    }

    private void mark(RealmModel realm, String id) {
        session.singleUseObjects()
                .put(
                        keyOf(id),
                        PendingLogins.LIFESPAN.in(realm),
                        Map.of(AT, Long.toString(KeycloakClock.now().toEpochMilli())));
    }

    private static String idIn(String path, String collection) {
        int end = path.indexOf('/', collection.length());
        return end < 0 ? path.substring(collection.length()) : path.substring(collection.length(), end);
    }

    private static String keyOf(String id) {
        return "tmfa.logins-ended." + id;
    }
}
