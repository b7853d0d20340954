package dev.tenantmfa.tenant.reminder;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import java.time.Duration;
import org.keycloak.Config;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.timer.ScheduledTask;
import org.keycloak.timer.TimerProvider;

/** Sends reminders from Keycloak's timer, on one node at a time. */
final class ReminderTask implements ScheduledTask {

    private static final String NAME = "tmfa-reminders";

    /** After that, another node may begin although this one is not done. The marks keep it from sending mails again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Override
    public String getTaskName() {
        return NAME;
    }

    @Override
    public void run(KeycloakSession session) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        session.getProvider(ClusterProvider.class).executeIfNotExecuted(NAME, (int) LONGEST.toSeconds(), () -> {
            new ReminderRun(factory).run();
            return null;
        });
    }

    private static void schedule(KeycloakSessionFactory factory, Duration interval) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            TimerProvider timer = session.getProvider(TimerProvider.class);
            if (timer != null) {
                timer.scheduleTask(new ReminderTask(), interval.toMillis());
            }
        });
    }

    /** Option {@code interval}: seconds between two runs, default 900; 0 for none. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        private static final String INTERVAL = "interval";
        private static final long USUAL_SECONDS = 900;

        private Duration interval = Duration.ofSeconds(USUAL_SECONDS);

        @Override
        public String getId() {
            return NAME;
        }

        @Override
        public void init(Config.Scope config) {
            interval = Duration.ofSeconds(Math.max(0, config.getLong(INTERVAL, USUAL_SECONDS)));
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new Listener() {};
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(event -> {
                if (event instanceof PostMigrationEvent && !interval.isZero()) {
                    schedule(factory, interval);
                }
            });
        }
    }
}
