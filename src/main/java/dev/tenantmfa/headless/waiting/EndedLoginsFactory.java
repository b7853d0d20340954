package dev.tenantmfa.headless.waiting;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Listens in every realm without being enabled there, because ending logins must not depend on configuration. */
@AutoService(EventListenerProviderFactory.class)
public final class EndedLoginsFactory implements Listener.Everywhere {

    public static final String PROVIDER_ID = "tmfa-end-marks";

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new EndedLogins(session);
    }
}
