package dev.tenantmfa.message.gateway;

import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderFactory;

/** The gateway of a realm. */
public final class SmsGateways {

    /**
     * Realm attribute: id of a gateway. Without it, the one named by the server's options is used, or else
     * {@code http}.
     */
    public static final String CHOICE = "tenant-mfa.sms-gateway";

    private static final Logger LOG = Logger.getLogger(SmsGateways.class);

    private static final String NONE = "none";

    private SmsGateways() {}

    /** The gateway of the realm in the session's context; empty if none is configured. */
    public static Optional<SmsGateway> of(KeycloakSession session) {
        RealmModel realm = session.getContext().getRealm();
        Optional<String> chosen = choiceOf(realm);
        SmsGateway gateway = chosen.isPresent()
                ? session.getProvider(SmsGateway.class, chosen.get())
                : session.getProvider(SmsGateway.class);
        if (gateway == null && chosen.isPresent()) {
            LOG.errorf("Realm %s: %s names an unknown SMS gateway", realm.getName(), CHOICE);
        }
        return Optional.ofNullable(gateway).filter(SmsGateway::isConfigured);
    }

    /**
     * Id of the gateway of the realm in the session's context, configured or not; {@value #NONE} if no JAR provides it.
     */
    public static String nameOf(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        Optional<String> chosen = choiceOf(session.getContext().getRealm());
        ProviderFactory<SmsGateway> gateway = chosen.isPresent()
                ? factory.getProviderFactory(SmsGateway.class, chosen.get())
                : factory.getProviderFactory(SmsGateway.class);
        return gateway == null ? NONE : gateway.getId();
    }

    private static Optional<String> choiceOf(RealmModel realm) {
        return Optional.ofNullable(realm.getAttribute(CHOICE))
                .map(String::strip)
                .filter(id -> !id.isEmpty());
    }
}
