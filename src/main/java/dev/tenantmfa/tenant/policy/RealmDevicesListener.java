package dev.tenantmfa.tenant.policy;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.OperationType;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Notices fewer days for trusted devices also if no user logs in before there are more days again. */
record RealmDevicesListener(KeycloakSession session) implements Listener {

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        if (event.getResourceType() == ResourceType.REALM
                && event.getOperationType() == OperationType.UPDATE
                && event.getError() == null) {
            RealmModel realm = session.realms().getRealm(event.getRealmId());
            if (realm != null) {
                RealmDevices.see(realm);
            }
        }
    }

    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public String getId() {
            return "tmfa-realm-device-events";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new RealmDevicesListener(session);
        }
    }
}
