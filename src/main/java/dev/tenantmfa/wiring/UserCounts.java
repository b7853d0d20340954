package dev.tenantmfa.wiring;

import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Counts users of a realm by queries, because no SPI of Keycloak finds users by their credentials or pending actions, and
 * walking all users takes minutes in a large realm. Users of a user storage without import are counted only if they have to do
 * a required action.
 */
public final class UserCounts {

    /** The most users that are named. */
    public static final int MOST_NAMES = 100;

    private static final String OF_REALM = " where u.realmId = :realm";

    private static final String ENABLED = " and u.enabled = true";

    private static final String HAVING =
            " and exists (select c from CredentialEntity c where c.user = u and c.type in (:types))";

    private static final String WITHOUT_OTHERS =
            " and not exists (select o from CredentialEntity o where o.user = u and o.type in (:others))";

    private static final String WAITING =
            " and exists (select a from UserRequiredActionEntity a where a.user = u and a.action = :action)";

    /** The tables for users of a user storage without import. */
    private static final String STORED_WAITING =
            " from FederatedUserRequiredActionEntity f where f.realmId = :realm and f.action = :action";

    private static final String STORED_WITHOUT_OTHERS =
            " and not exists (select o.id from FederatedUserCredentialEntity o"
                    + " where o.userId = f.userId and o.realmId = f.realmId and o.type in (:others))";

    private static final String IN_SEVERAL =
            " and (select count(o) from UserGroupMembershipEntity m, OrganizationEntity o"
                    + " where m.user = u and m.groupId = o.groupId) > 1";

    private static final String BESIDE_STRICTER =
            " and exists (select m.groupId from UserGroupMembershipEntity m, OrganizationEntity o where m.user = u"
                    + " and m.groupId = o.groupId and o.id = :organization and "
                    + TenantPolicyHql.mayChooseLaxer("u", "o") + ")";

    private static final String ALIVE = "e.realmId = :realm and e.userId = u.id and e.createdOn >= :notBefore"
            + " and (e.offline = '0' and e.lastSessionRefresh >= :online"
            + " or e.offline = '1' and e.lastSessionRefresh >= :offline)";

    private static final String WITH_SESSIONS =
            " and exists (select e.userSessionId from PersistentUserSessionEntity e where " + ALIVE + ")";

    private final KeycloakSession session;
    private final RealmModel realm;
    private final EntityManager entities;

    private UserCounts(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** In the realm of the session's context. */
    public static UserCounts of(KeycloakSession session) {
        return new UserCounts(session);
    }

    /** Some users of the realm: how many, and who. */
    public final class Users {

        private final String condition;
        private final String stored;
        private final Map<String, Object> parameters;
        private @Nullable Long counted;

        private Users(String condition, Map<String, Object> parameters) {
            this(condition, "", parameters);
        }

        /** @param stored finds such users of a user storage without import; empty if they are not asked for */
        private Users(String condition, String stored, Map<String, Object> parameters) {
            this.condition = condition;
            this.stored = stored;
            this.parameters = parameters;
        }

        /** Asks the database once. */
        public long count() {
            if (counted == null) {
                counted = query("select count(u) from UserEntity u", Long.class).getSingleResult();
                if (!stored.isEmpty()) {
                    counted += with(entities.createQuery("select count(f)" + stored, Long.class))
                            .getSingleResult();
                }
            }
            return counted;
        }

        /** Usernames in their order, at most {@link #MOST_NAMES}. */
        public List<String> names() {
            TypedQuery<String> query =
                    query("select u.username from UserEntity u", String.class, " order by u.username");
            return query.setMaxResults(MOST_NAMES).getResultList();
        }

        List<String> ids() {
            List<String> ids = new ArrayList<>(
                    query("select u.id from UserEntity u", String.class).getResultList());
            if (!stored.isEmpty()) {
                ids.addAll(with(entities.createQuery("select f.userId" + stored, String.class))
                        .getResultList());
            }
            return ids;
        }

        private <T> TypedQuery<T> query(String select, Class<T> type) {
            return query(select, type, "");
        }

        private <T> TypedQuery<T> query(String select, Class<T> type, String order) {
            return with(entities.createQuery(select + OF_REALM + condition + order, type));
        }

        private <T> TypedQuery<T> with(TypedQuery<T> query) {
            query.setParameter("realm", realm.getId());
            parameters.forEach(query::setParameter);
            return query;
        }
    }

    /** All enabled users. */
    public Users all() {
        return new Users(ENABLED, Map.of());
    }

    /** How many users have a credential of each of the types, by one pass: no index of Keycloak's has the type. */
    public Map<String, Long> byType(Collection<String> types) {
        Map<String, Long> counts = new HashMap<>();
        entities.createQuery(
                        "select c.type, count(distinct u.id) from CredentialEntity c join c.user u" + OF_REALM + ENABLED
                                + " and c.type in (:types) group by c.type",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("types", types)
                .getResultList()
                .forEach(row -> counts.put((String) row[0], (Long) row[1]));
        return counts;
    }

    /** Users who have a credential of one of the types. */
    public Users having(Collection<String> types) {
        return new Users(ENABLED + HAVING, Map.of("types", types));
    }

    /** Users who have a credential of one of the types and none of the others. */
    public Users havingOnly(Collection<String> types, Collection<String> others) {
        return new Users(ENABLED + HAVING + WITHOUT_OTHERS, Map.of("types", types, "others", others));
    }

    /** Users who have a credential of one of the types, and of one of the sets of other types none. */
    public Users havingWithout(Collection<String> types, Collection<? extends Collection<String>> sets) {
        Map<String, Object> parameters = new HashMap<>(Map.of("types", types));
        List<String> conditions = new ArrayList<>();
        for (Collection<String> others : sets) {
            String name = "others" + conditions.size();
            conditions.add(WITHOUT_OTHERS.replaceFirst(" and", "").replace("others", name));
            parameters.put(name, others.isEmpty() ? Set.of("") : others);
        }
        return new Users(ENABLED + HAVING + " and (" + String.join(" or", conditions) + ")", parameters);
    }

    /** Users who have to do the required action, also disabled ones and those of a user storage without import. */
    public Users waitingFor(String action) {
        return new Users(WAITING, STORED_WAITING, Map.of("action", action));
    }

    /** As above, only those who have no credential of one of the types. */
    public Users waitingFor(String action, Collection<String> withoutTypes) {
        return new Users(
                WAITING + WITHOUT_OTHERS,
                STORED_WAITING + STORED_WITHOUT_OTHERS,
                Map.of("action", action, "others", withoutTypes));
    }

    /** Users who are members of several organizations. */
    public Users inSeveralTenants() {
        return new Users(ENABLED + IN_SEVERAL, Map.of());
    }

    /** Members of the organization who have another one whose policy requires more of them. */
    public Users besideStricter(String organizationId) {
        return new Users(ENABLED + BESIDE_STRICTER, Map.of("organization", organizationId));
    }

    /**
     * Users with a session, online or offline, that began before the policy of one of their organizations. Sessions that the
     * realm revoked are not counted.
     */
    public Users withSessionsOlderThanPolicy() {
        return new Users(ENABLED + " and " + TenantPolicyHql.olderSessions(ALIVE), alive());
    }

    /** Users who have a session, also an offline one. */
    public Users withSessions() {
        return new Users(ENABLED + WITH_SESSIONS, alive());
    }

    private Map<String, Object> alive() {
        int now = Time.currentTime();
        int idle = Math.max(realm.getSsoSessionIdleTimeout(), realm.getSsoSessionIdleTimeoutRememberMe());
        return Map.of(
                "notBefore",
                realm.getNotBefore(),
                "online",
                now - idle,
                "offline",
                now - realm.getOfflineSessionIdleTimeout());
    }

    /**
     * Replaces the action for users who have to do it, through Keycloak's user model, so that its caches know.
     *
     * @param to empty to remove the action
     */
    public void replacePending(Users waiting, String from, String to) {
        for (String id : Set.copyOf(waiting.ids())) {
            UserModel user = session.users().getUserById(realm, id);
            if (user != null) {
                user.removeRequiredAction(from);
                if (!to.isEmpty()) {
                    user.addRequiredAction(to);
                }
            }
        }
    }
}
