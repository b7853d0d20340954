package dev.tenantmfa.metrics;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import io.micrometer.core.instrument.Metrics;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * Provides the meters on Keycloak's {@code /metrics} for all realms. Server option {@code
 * --spi-events-listener--tmfa-metrics--realm-label}, default true: whether meters have the realm's name as a label.
 */
@AutoService(EventListenerProviderFactory.class)
public final class MeterListenerFactory implements Listener.Everywhere {

    public static final String PROVIDER_ID = "tmfa-metrics";

    private static final String REALM_LABEL = "realmLabel";

    private Meters meters = new Meters(Metrics.globalRegistry, true);

    @Override
    public String getId() {
        return PROVIDER_ID;
    }

    @Override
    public void init(Config.Scope config) {
        meters = new Meters(Metrics.globalRegistry, config.getBoolean(REALM_LABEL, true));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(event -> MeterListener.onProviderEvent(meters, event));
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new MeterListener(session, meters);
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return List.of(new ProviderConfigProperty(
                REALM_LABEL,
                "Realm label",
                "Whether meters have the name of the realm as a label.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                true));
    }
}
