package dev.tenantmfa.wiring.doctor;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.platform.store.AfterCommit;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * Examines the login methods of realms in which a flow has a step of this extension, bound or not: of all when the server
 * starts, and of one after an administrator changed flows, identity providers, clients, required actions or the realm, through
 * any node. Open ones are logged, once for each change, and counted by a gauge.
 */
final class DoctorListener implements Listener {

    private static final Set<ResourceType> WATCHED = Set.of(
            ResourceType.AUTH_FLOW,
            ResourceType.AUTH_EXECUTION_FLOW,
            ResourceType.AUTH_EXECUTION,
            ResourceType.AUTHENTICATOR_CONFIG,
            ResourceType.IDENTITY_PROVIDER,
            ResourceType.CLIENT,
            ResourceType.REQUIRED_ACTION,
            ResourceType.REALM);

    private static final String PENDING = DoctorListener.class.getName();

    private final KeycloakSession session;
    private final Examinations examinations;

    private DoctorListener(KeycloakSession session, Examinations examinations) {
        this.session = session;
        this.examinations = examinations;
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String realmId = event.getRealmId();
        if (event.getError() != null
                || !WATCHED.contains(event.getResourceType())
                || session.getAttribute(PENDING) != null) {
            return;
        }
        session.setAttribute(PENDING, Boolean.TRUE);
        AfterCommit.run(session, () -> examinations.afterChangeOf(realmId));
    }

    /** Active in every realm, without being enabled there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        private static final String INTERVAL = "interval";
        private static final long USUAL_SECONDS = 60;

        private Duration interval = Duration.ofSeconds(USUAL_SECONDS);
        private @Nullable Examinations examinations;

        @Override
        public String getId() {
            return "tmfa-doctor";
        }

        @Override
        public void init(Config.Scope config) {
            interval = Duration.ofSeconds(Math.max(0, config.getLong(INTERVAL, USUAL_SECONDS)));
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new DoctorListener(session, Objects.requireNonNull(examinations));
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            Examinations started = new Examinations(factory);
            examinations = started;
            factory.register(event -> {
                if (event instanceof PostMigrationEvent) {
                    started.begin(interval);
                } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                    started.forget(removed.getRealm().getId());
                }
            });
        }
    }
}
