package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.assurance.flow.LoginMethodsExamined;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.wiring.FlowQueries;
import dev.tenantmfa.wiring.Flowless;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.timer.TimerProvider;

/** Examines the login methods of realms in the background, and remembers what this node has found. */
final class Examinations {

    private static final Logger LOG = Logger.getLogger(Examinations.class);

    /** Of the threads and of the timer. */
    private static final String NAME = "tmfa-doctor";

    /** What is queued if it is not the id of a realm. */
    private static final String EVERYTHING = "everything";

    private final KeycloakSessionFactory factory;

    /** By the id of the realm. */
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** What is examined soon: a tool that changes a thousand clients causes a few examinations only. */
    private final Set<String> queued = ConcurrentHashMap.newKeySet();

    /**
     * The last examination of a realm.
     *
     * @param name of the realm, which may be renamed
     * @param open ids of its open login methods
     * @param begin of the examination
     */
    private record Seen(String name, String open, Instant begin) {}

    Examinations(KeycloakSessionFactory factory) {
        this.factory = factory;
    }

    /**
     * Examines all realms in which a flow has a step of this extension.
     *
     * @param interval between two looks at what was changed through other nodes; zero for none
     */
    void begin(Duration interval) {
        soon(EVERYTHING, () -> {
            try {
                wired().forEach(realm -> examine(realm, true));
            } finally {
                if (!interval.isZero()) {
                    schedule(interval);
                }
            }
        });
    }

    private void schedule(Duration interval) {
        KeycloakModelUtils.runJobInTransaction(factory, own -> {
            TimerProvider timer = own.getProvider(TimerProvider.class);
            if (timer != null) {
                timer.schedule(() -> soon(EVERYTHING, this::follow), interval.toMillis(), NAME);
            }
        });
    }

    /** Call it after a change of the realm was committed. The other nodes examine the realm a little later. */
    void afterChangeOf(String realmId) {
        soon(realmId, () -> {
            KeycloakModelUtils.runJobInTransaction(
                    factory, own -> new ChangedRealms(own.singleUseObjects()).note(realmId, KeycloakClock.now()));
            examine(realmId, true);
        });
    }

    /** Call it when a realm is removed. */
    void forget(String realmId) {
        Seen last = seen.remove(realmId);
        if (last != null) {
            end(last.name());
        }
    }

    /** The nodes that made the changes have logged them. */
    private void follow() {
        Set<String> realms = new TreeSet<>(seen.keySet());
        realms.addAll(wired());
        realms.stream().filter(this::isBehind).forEach(realm -> examine(realm, false));
    }

    private void soon(String what, Runnable work) {
        if (!queued.add(what)) {
            return;
        }
        try {
            KeycloakModelUtils.runJobInTransaction(
                    factory,
                    own -> own.getProvider(ExecutorsProvider.class)
                            .getExecutor(NAME)
                            .execute(() -> {
                                queued.remove(what);
                                attempt(work);
                            }));
        } catch (RejectedExecutionException e) {
            // The server stops. An exception would end Keycloak's timer.
            queued.remove(what);
            LOG.debug("Login methods are not examined", e);
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // Such as a realm that is being deleted, or a database that is being restarted. The next change asks again.
            LOG.debug("Login methods could not be examined", e);
        }
    }

    private List<String> wired() {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                factory, own -> FlowQueries.of(own).realmsWithOurSteps());
    }

    private boolean isBehind(String realmId) {
        Seen last = seen.get(realmId);
        return last == null
                || KeycloakModelUtils.runJobInTransactionWithResult(
                        factory,
                        own -> own.realms().getRealm(realmId) == null
                                || new ChangedRealms(own.singleUseObjects()).isChangedSince(realmId, last.begin()));
    }

    private void examine(String realmId, boolean isLogged) {
        attempt(() -> KeycloakModelUtils.runJobInTransaction(factory, own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            if (realm == null) {
                forget(realmId);
                return;
            }
            own.getContext().setRealm(realm);
            if (seen.containsKey(realmId) || FlowQueries.of(own).hasOurSteps(realmId)) {
                Instant begin = KeycloakClock.now();
                publish(realm, open(own, realm), begin, isLogged);
            }
        }));
    }

    private void publish(RealmModel realm, List<String> open, Instant begin, boolean isLogged) {
        String ids = String.join(", ", open);
        Seen before = seen.put(realm.getId(), new Seen(realm.getName(), ids, begin));
        if (before != null) {
            end(before.name());
        }
        factory.publish(new LoginMethodsExamined(realm.getName(), open.size()));
        if (isLogged && !ids.isEmpty() && (before == null || !ids.equals(before.open()))) {
            LOG.warnf(
                    "Open login methods of realm %s, which do not ask for a second factor: %s. See GET"
                            + " /admin/realms/%s/mfa/doctor",
                    realm.getName(), ids, realm.getName());
        }
    }

    /** For the name of a realm that was renamed or removed: otherwise, an alert about it would never end. */
    private void end(String name) {
        if (seen.values().stream().noneMatch(realm -> realm.name().equals(name))) {
            factory.publish(new LoginMethodsExamined(name, 0));
        }
    }

    private static List<String> open(KeycloakSession session, RealmModel realm) {
        return Stream.concat(
                        LoginMethods.of(session, realm).stream()
                                .filter(method -> method.state() == State.OPEN)
                                .map(LoginMethod::id),
                        Flowless.of(realm).stream()
                                .filter(method -> method.state() == State.OPEN)
                                .map(Flowless::id))
                .toList();
    }
}
