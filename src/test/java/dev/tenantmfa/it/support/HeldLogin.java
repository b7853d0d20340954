package dev.tenantmfa.it.support;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/** Holds a login of a user after everything was checked and before it is committed, until the node is killed. */
public final class HeldLogin implements EventListenerProviderFactory, Simple<EventListenerProvider> {

    private static final long LONGEST_SECONDS = 60;

    /** Whether the login is held by now, by the user's id. */
    private static final Map<String, Boolean> USERS = new ConcurrentHashMap<>();

    static void hold(String userId) {
        USERS.put(userId, false);
    }

    static boolean isHeld(String userId) {
        return USERS.getOrDefault(userId, false);
    }

    private static final class Listener implements EventListenerProvider {

        @Override
        public void onEvent(Event event) {
            if (event.getType() == EventType.LOGIN && USERS.replace(event.getUserId(), true) != null) {
                try {
                    TimeUnit.SECONDS.sleep(LONGEST_SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener();
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "held-login";
    }
}
