package dev.tenantmfa.platform.form;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;

/** Listens in all realms. */
@AutoService(EventListenerProviderFactory.class)
public final class RestartListenerFactory
        implements EventListenerProviderFactory, WithoutLifecycle<EventListenerProvider> {

    @Override
    public String getId() {
        return "tmfa-repeated-form";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new RestartListener(session);
    }
}
