package dev.tenantmfa.message.gateway;

import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The gateway of a realm. */
public final class SmsGateways {

    /** Realm attribute: id of a gateway; without it the one that the server's options name, else {@code http}. */
    public static final String CHOICE = "tenant-mfa.sms-gateway";

    private static final Logger LOG = Logger.getLogger(SmsGateways.class);

    private SmsGateways() {}

    /** The gateway of the realm in the session's context; empty where none is configured. */
    public static Optional<SmsGateway> of(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        String id = realm.getAttribute(CHOICE);
        boolean chosen = id != null && !id.isBlank();
        SmsGateway gateway =
                chosen ? session.getProvider(SmsGateway.class, id.strip()) : session.getProvider(SmsGateway.class);
        if (gateway == null && chosen) {
            LOG.errorf("Realm %s: there is no SMS gateway of the name that %s has", realm.getName(), CHOICE);
        }
        return Optional.ofNullable(gateway).filter(SmsGateway::isConfigured);
    }
}
