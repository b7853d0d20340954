package dev.tenantmfa.tenant.session;

import dev.tenantmfa.platform.SessionEnd;
import dev.tenantmfa.tenant.Tenant;
import dev.tenantmfa.tenant.Tenants;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Ends sessions, including offline ones. Whatever a session holds for another tenant remains, so that a tenant cannot
 * end sessions of others.
 */
public final class TenantSessions {

    /** Number of users whose sessions end in one transaction. */
    private static final int BATCH = 100;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final SessionEnd sessions;

    public TenantSessions(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.sessions = new SessionEnd(session);
    }

    /** Ends the user's sessions for the tenant. */
    public void end(UserModel person, Tenant tenant) {
        end(person, tenant.id(), null);
    }

    /**
     * Ends all members' sessions for the tenant as soon as the session's transaction is committed, and before the
     * response is sent. Nobody can enter a suspended tenant by then, so no new sessions start, and the tenant's lock
     * need not be held while thousands of sessions end.
     *
     * @param spared id of the one session that continues; null for none
     */
    public void endAll(Tenant tenant, @Nullable String spared) {
        String id = tenant.id();
        afterCommit(
                id,
                own -> Tenants.of(own)
                        .byId(id)
                        .map(committed -> committed.members().ids())
                        .orElse(List.of()),
                spared);
    }

    /** As {@link #endAll}, for a tenant that the session's transaction is about to remove. */
    public void endAllOfRemoved(Tenant tenant) {
        List<String> people = tenant.members().ids();
        afterCommit(tenant.id(), own -> people, null);
    }

    private void afterCommit(
            String tenantId, Function<KeycloakSession, List<String>> peopleOf, @Nullable String spared) {
        KeycloakSessionFactory factory = session.getKeycloakSessionFactory();
        String realmId = realm.getId();
        session.getTransactionManager().enlistAfterCompletion(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                List<String> people = inRealm(factory, realmId, peopleOf);
                for (int first = 0; first < people.size(); first += BATCH) {
                    List<String> batch = people.subList(first, Math.min(people.size(), first + BATCH));
                    inRealm(factory, realmId, own -> {
                        new TenantSessions(own).end(batch, tenantId, spared);
                        return batch;
                    });
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private static List<String> inRealm(
            KeycloakSessionFactory factory, String realmId, Function<KeycloakSession, List<String>> work) {
        return KeycloakModelUtils.runJobInTransactionWithResult(factory, own -> {
            own.getContext().setRealm(own.realms().getRealm(realmId));
            return work.apply(own);
        });
    }

    private void end(List<String> people, String tenantId, @Nullable String spared) {
        for (String id : people) {
            Optional.ofNullable(session.users().getUserById(realm, id))
                    .ifPresent(person -> end(person, tenantId, spared));
        }
    }

    private void end(UserModel person, String tenantId, @Nullable String spared) {
        Set<String> continuing = new HashSet<>();
        for (UserSessionModel one : online(person)) {
            if (one.getId().equals(spared) || !end(one, tenantId, sessions::one)) {
                continuing.add(one.getId());
            }
        }
        for (UserSessionModel one : offline(person)) {
            if (!one.getId().equals(spared)) {
                end(one, tenantId, continuing.contains(one.getId()) ? sessions::offlineOnly : sessions::one);
            }
        }
    }

    /**
     * Ends the session, or only its part for the tenant if another tenant was entered in it too.
     *
     * @return false if the session continues
     */
    private boolean end(UserSessionModel userSession, String tenantId, Consumer<UserSessionModel> whole) {
        Set<String> entered = ActiveTenant.enteredIn(userSession);
        if (!entered.contains(tenantId)) {
            return false;
        }
        if (entered.size() == 1) {
            whole.accept(userSession);
            return true;
        }
        List.copyOf(userSession.getAuthenticatedClientSessions().values()).forEach(part -> end(part, tenantId));
        ActiveTenant.end(userSession, tenantId);
        return false;
    }

    /** A client that was used for another tenant too keeps its part of the session. */
    private void end(AuthenticatedClientSessionModel part, String tenantId) {
        if (ActiveTenant.enteredWith(part).equals(Set.of(tenantId))) {
            sessions.leave(part);
        } else if (ActiveTenant.of(part).filter(tenantId::equals).isPresent()) {
            sessions.tell(part);
        }
    }

    private List<UserSessionModel> online(UserModel person) {
        try (Stream<UserSessionModel> sessions = session.sessions().getUserSessionsStream(realm, person)) {
            return sessions.toList();
        }
    }

    private List<UserSessionModel> offline(UserModel person) {
        try (Stream<UserSessionModel> sessions = session.sessions().getOfflineUserSessionsStream(realm, person)) {
            return sessions.toList();
        }
    }
}
