package dev.tenantmfa.directgrant;

import dev.tenantmfa.platform.KeycloakClock;
import java.util.Map;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Ends a person's logins that wait for a code when the person logs out anywhere. A logout leaves a mark in the single-use
 * store for as long as such a login may live, and a login that goes on asks for it: one write a logout, one read where a
 * code comes, and nothing in all other requests.
 */
final class LogoutMarks implements EventListenerProvider {

    private static final String AT = "at";

    private final KeycloakSession session;

    LogoutMarks(KeycloakSession session) {
        this.session = session;
    }

    /** Whether the person logged out since that time. */
    static boolean hasLoggedOutSince(KeycloakSession session, UserModel person, long epochMillis) {
        Map<String, String> mark = session.singleUseObjects().get(keyOf(person.getId()));
        return mark != null && mark.get(AT) != null && Long.parseLong(mark.get(AT)) >= epochMillis;
    }

    @Override
    public void onEvent(Event event) {
        if (event.getType() != EventType.LOGOUT || event.getUserId() == null) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        if (realm != null) {
            session.singleUseObjects()
                    .put(
                            keyOf(event.getUserId()),
                            PendingLogins.LIFESPAN.in(realm),
                            Map.of(AT, Long.toString(KeycloakClock.now().toEpochMilli())));
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}

    private static String keyOf(String userId) {
        return "tmfa.logged-out." + userId;
    }
}
