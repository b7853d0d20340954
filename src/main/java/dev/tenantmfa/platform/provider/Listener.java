package dev.tenantmfa.platform.provider;

import dev.tenantmfa.platform.WithoutLifecycle;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;

/** Listens to some of Keycloak's events and ignores the others. */
public interface Listener extends EventListenerProvider {

    @Override
    default void onEvent(Event event) {}

    @Override
    default void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    default void close() {}

    /** Listens in every realm without being enabled there: what it does must not depend on a realm's configuration. */
    interface Everywhere extends EventListenerProviderFactory, WithoutLifecycle<EventListenerProvider> {

        @Override
        default boolean isGlobal() {
            return true;
        }
    }
}
