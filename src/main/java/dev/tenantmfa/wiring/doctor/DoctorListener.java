package dev.tenantmfa.wiring.doctor;

import com.google.auto.service.AutoService;
import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.assurance.flow.LoginMethodsExamined;
import dev.tenantmfa.platform.provider.Listener;
import dev.tenantmfa.platform.store.AfterCommit;
import dev.tenantmfa.wiring.FlowQueries;
import dev.tenantmfa.wiring.Flowless;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.events.admin.ResourceType;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;

/**
 * Examines the login methods of realms in which a flow has a step of this extension, bound or not: of all when the server
 * starts, and of one after an administrator changed flows, identity providers, clients or required actions. Open ones are
 * logged, once for each change, and counted by a gauge.
 */
final class DoctorListener implements Listener {

    private static final Logger LOG = Logger.getLogger(DoctorListener.class);

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
    private final Memory memory;

    private DoctorListener(KeycloakSession session, Memory memory) {
        this.session = session;
        this.memory = memory;
    }

    /**
     * What this node remembers.
     *
     * @param logged what it logged last of each realm
     * @param queued realms that are examined soon: a tool that changes a thousand clients causes a few examinations only
     */
    private record Memory(Map<String, String> logged, Set<String> queued) {}

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {
        String realmId = event.getRealmId();
        if (event.getError() != null
                || !WATCHED.contains(event.getResourceType())
                || session.getAttribute(PENDING) != null) {
            return;
        }
        session.setAttribute(PENDING, Boolean.TRUE);
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        AfterCommit.run(session, () -> inBackground(factory, realmId, memory));
    }

    private static void inBackground(KeycloakSessionFactory factory, String realmId, Memory memory) {
        if (!memory.queued().add(realmId)) {
            return;
        }
        KeycloakModelUtils.runJobInTransaction(
                factory,
                own -> own.getProvider(ExecutorsProvider.class)
                        .getExecutor("tmfa-doctor")
                        .execute(() -> {
                            memory.queued().remove(realmId);
                            try {
                                examine(factory, realmId, memory.logged());
                            } catch (RuntimeException e) {
                                // Such as a realm that is being deleted. The next change asks again.
                                LOG.debugf(e, "Realm %s could not be examined", realmId);
                            }
                        }));
    }

    private static void examineAll(KeycloakSessionFactory factory, Memory memory) {
        List<String> realms = KeycloakModelUtils.runJobInTransactionWithResult(
                factory, own -> FlowQueries.of(own).realmsWithOurSteps());
        realms.forEach(realm -> inBackground(factory, realm, memory));
    }

    /** Otherwise, an alert about the realm would never end. */
    private static void forget(KeycloakSessionFactory factory, RealmModel realm, Memory memory) {
        if (memory.logged().remove(realm.getId()) != null) {
            factory.publish(new LoginMethodsExamined(realm.getName(), 0));
        }
    }

    private static void examine(KeycloakSessionFactory factory, String realmId, Map<String, String> logged) {
        KeycloakModelUtils.runJobInTransaction(factory, own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            if (realm == null) {
                return;
            }
            own.getContext().setRealm(realm);
            if (!logged.containsKey(realmId) && !FlowQueries.of(own).hasOurSteps(realmId)) {
                return;
            }
            List<String> open = open(own, realm);
            factory.publish(new LoginMethodsExamined(realm.getName(), open.size()));
            String ids = String.join(", ", open);
            String before = logged.put(realmId, ids);
            if (!ids.isEmpty() && !ids.equals(before)) {
                LOG.warnf(
                        "Open login methods of realm %s, which ask nobody for a second factor: %s. See GET"
                                + " /admin/realms/%s/mfa/doctor",
                        realm.getName(), ids, realm.getName());
            }
        });
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

    /** Active in every realm, without being enabled there. */
    @AutoService(EventListenerProviderFactory.class)
    public static final class Factory implements Listener.Everywhere {

        private final Memory memory = new Memory(new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());

        @Override
        public String getId() {
            return "tmfa-doctor";
        }

        @Override
        public EventListenerProvider create(KeycloakSession session) {
            return new DoctorListener(session, memory);
        }

        @Override
        public void postInit(KeycloakSessionFactory factory) {
            factory.register(event -> {
                if (event instanceof PostMigrationEvent) {
                    examineAll(factory, memory);
                } else if (event instanceof RealmModel.RealmRemovedEvent removed) {
                    forget(factory, removed.getRealm(), memory);
                }
            });
        }
    }
}
