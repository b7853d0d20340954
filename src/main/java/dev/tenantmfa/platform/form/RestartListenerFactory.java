package dev.tenantmfa.platform.form;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Listens in all realms. */
@AutoService(EventListenerProviderFactory.class)
public final class RestartListenerFactory implements Listener.Everywhere {

    @Override
    public String getId() {
        return "tmfa-repeated-form";
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new RestartListener(session);
    }
}
