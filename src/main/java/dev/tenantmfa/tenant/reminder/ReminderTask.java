package dev.tenantmfa.tenant.reminder;

import com.google.auto.service.AutoService;
import dev.tenantmfa.platform.provider.Listener;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.timer.TimerProvider;

/**
 * Sends reminders when Keycloak's timer says so, on one node at a time. In a thread of its own: the timer has only one, and
 * a mail server may be slow.
 */
final class ReminderTask implements Runnable {

    private static final Logger LOG = Logger.getLogger(ReminderTask.class);
    private static final String NAME = "tmfa-reminders";

    /** After that, another node may begin although this one is not done. The marks keep it from sending mails again. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final KeycloakSessionFactory factory;
    private final Executor threads;
    private final AtomicBoolean running = new AtomicBoolean();

    private ReminderTask(KeycloakSessionFactory factory, Executor threads) {
        this.factory = factory;
        this.threads = threads;
    }

    @Override
    public void run() {
        if (running.compareAndSet(false, true)) {
            try {
                threads.execute(this::remind);
            } catch (RejectedExecutionException e) {
                // An exception would end Keycloak's timer.
                running.set(false);
                LOG.warn("Reminders wait for the next run", e);
            }
        }
    }

    private void remind() {
        KeycloakModelUtils.setTransactionLimit(factory, (int) LONGEST.toSeconds());
        try {
            KeycloakModelUtils.runJobInTransaction(
                    factory,
                    session -> session.getProvider(ClusterProvider.class)
                            .executeIfNotExecuted(NAME, (int) LONGEST.toSeconds(), () -> {
                                new ReminderRun(factory).run();
                                return null;
                            }));
        } catch (RuntimeException e) {
            // No caller is left to report this to. The next run tries again.
            LOG.warn("Reminders could not be sent", e);
        } finally {
            KeycloakModelUtils.setTransactionLimit(factory, 0);
            running.set(false);
        }
    }

    private static void schedule(KeycloakSessionFactory factory, Duration interval) {
        KeycloakModelUtils.runJobInTransaction(factory, session -> {
            TimerProvider timer = session.getProvider(TimerProvider.class);
            if (timer != null) {
                Executor threads = session.getProvider(ExecutorsProvider.class).getExecutor(NAME);
                timer.schedule(new ReminderTask(factory, threads), interval.toMillis(), NAME);
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
