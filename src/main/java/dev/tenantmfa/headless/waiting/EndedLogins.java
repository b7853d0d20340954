package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.tenant.Tenants;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Ends logins that wait for a code for good when their person logs out anywhere, is locked or disabled, or when their tenant
 * is shut: to be let in again afterwards does not bring them back. Each leaves a mark in the single-use store for as long as
 * such a login may live, and a login that goes on asks for it: one write where something ends, a read or two where a code
 * comes, and nothing in all other requests.
 */
final class EndedLogins implements EventListenerProvider {

    private static final Set<EventType> ENDS = EnumSet.of(
            EventType.LOGOUT,
            EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT,
            EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT);
    private static final String AT = "at";
    private static final String USERS = "users/";
    private static final String ORGANIZATIONS = "organizations/";

    private final KeycloakSession session;

    EndedLogins(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Whether something ended the logins of that person or of that tenant since.
     *
     * @param id of a person or a tenant
     */
    static boolean isOverSince(KeycloakSession session, String id, long epochMillis) {
        Map<String, String> mark = session.singleUseObjects().get(keyOf(id));
        return mark != null && mark.get(AT) != null && Long.parseLong(mark.get(AT)) >= epochMillis;
    }

    @Override
    public void onEvent(Event event) {
        if (!ENDS.contains(event.getType()) || event.getUserId() == null) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm != null) {
            mark(realm, event.getUserId());
        }
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
            if (person != null && !person.isEnabled()) {
                mark(realm, id);
            }
        } else if (event.getResourceType() == ResourceType.ORGANIZATION && path.startsWith(ORGANIZATIONS)) {
            String id = idIn(path, ORGANIZATIONS);
            if (isShut(session, id)) {
                mark(realm, id);
            }
        }
    }

    /** Whether the tenant lets nobody in at this moment. */
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

    @Override
    public void close() {}

    private static String keyOf(String id) {
        return "tmfa.logins-ended." + id;
    }
}
