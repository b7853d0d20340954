package dev.tenantmfa.assurance;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.evidence.TrustedClients;
import dev.tenantmfa.platform.provider.Listener;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Removes the gate's attributes from clients that register or update themselves through Keycloak's client registration
 * (RFC 7591): only a realm administrator may exempt a client or vouch for it.
 */
record RegisteredClients(KeycloakSession session) implements Listener {

    private static final Logger LOG = Logger.getLogger(RegisteredClients.class);

    private static final List<String> OF_ADMINISTRATORS =
            List.of(GateSettings.CLIENT.key(), TrustedClients.SETTING.key());

    @Override
    public void onEvent(Event event) {
        if (event.getType() != EventType.CLIENT_REGISTER && event.getType() != EventType.CLIENT_UPDATE) {
            return;
        }
        RealmModel realm = session.realms().getRealm(event.getRealmId());
        ClientModel client = realm == null ? null : realm.getClientByClientId(event.getClientId());
        if (client != null) {
            OF_ADMINISTRATORS.stream()
                    .filter(key -> client.getAttribute(key) != null)
                    .forEach(key -> takeOff(client, key));
        }
    }

    private static void takeOff(ClientModel client, String key) {
        client.removeAttribute(key);
        LOG.warnf("Client %s registered itself with %s, which was removed", client.getClientId(), key);
    }

    /** Listens in every realm, without being switched on there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new RegisteredClients(session);
        }

        @Override
        public String getId() {
            return "tmfa-registered-clients";
        }
    }
}
