package dev.tenantmfa.tenant;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/**
 * Ends sessions, offline ones too. What a session holds for another tenant stays, so that nobody's power reaches past
 * the own tenant.
 */
public final class TenantSessions {

    private final KeycloakSession session;
    private final RealmModel realm;

    public TenantSessions(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    /** Ends what the person does in the tenant. */
    public void end(UserModel person, Tenant tenant) {
        end(person, tenant, null);
    }

    /**
     * Ends what all of the tenant's people do in it.
     *
     * @param spared id of the one session that goes on; null for none
     */
    public void endAll(Tenant tenant, @Nullable String spared) {
        // By id and one by one: the list may be long, and each look-up of sessions is a query.
        List<String> people = tenant.members().list("", -1, -1).stream()
                .map(member -> member.person().getId())
                .toList();
        for (String id : people) {
            Optional.ofNullable(session.users().getUserById(realm, id))
                    .ifPresent(person -> end(person, tenant, spared));
        }
    }

    private void end(UserModel person, Tenant tenant, @Nullable String spared) {
        Predicate<UserSessionModel> touched = one -> !one.getId().equals(spared);
        online(person).stream().filter(touched).forEach(one -> {
            if (detach(one, tenant)) {
                session.sessions().removeUserSession(realm, one);
            }
        });
        offline(person).stream().filter(touched).forEach(one -> {
            if (detach(one, tenant)) {
                session.sessions().removeOfflineUserSession(realm, one);
            }
        });
    }

    /** @return whether nothing is left in the session that was opened for another tenant */
    private static boolean detach(UserSessionModel userSession, Tenant tenant) {
        boolean ours =
                ActiveTenant.lastOf(userSession).filter(tenant.id()::equals).isPresent();
        boolean others = false;
        for (AuthenticatedClientSessionModel clientSession :
                List.copyOf(userSession.getAuthenticatedClientSessions().values())) {
            Optional<String> entered = ActiveTenant.of(clientSession);
            if (entered.filter(tenant.id()::equals).isPresent()) {
                ours = true;
                clientSession.detachFromUserSession();
            } else if (entered.isPresent()) {
                others = true;
            }
        }
        if (ours && others) {
            userSession.removeNote(ActiveTenant.NOTE);
        }
        return ours && !others;
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
