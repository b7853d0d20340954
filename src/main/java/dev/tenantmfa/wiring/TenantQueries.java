package dev.tenantmfa.wiring;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Finds organizations of a realm by their attributes and groups with queries, so that it takes as long for many as for few. */
public final class TenantQueries {

    /** The most organizations that are named. */
    private static final int MOST = 100;

    private final RealmModel realm;
    private final EntityManager entities;

    private TenantQueries(KeycloakSession session) {
        this.realm = session.getContext().getRealm();
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    /** In the realm of the session's context. */
    public static TenantQueries of(KeycloakSession session) {
        return new TenantQueries(session);
    }

    /** Values of an attribute that are none of the known ones, by alias of the organization, at most 100. */
    public Map<String, String> otherValues(String attribute, List<String> known) {
        Map<String, String> found = new TreeMap<>();
        entities.createQuery(
                        "select o.alias, a.value from OrganizationEntity o, GroupAttributeEntity a"
                                + " where o.realmId = :realm and a.group.id = o.groupId and a.name = :name"
                                + " and a.value not in (:known) order by o.alias",
                        Object[].class)
                .setParameter("realm", realm.getId())
                .setParameter("name", attribute)
                .setParameter("known", known)
                .setMaxResults(MOST)
                .getResultList()
                .forEach(row -> found.put(String.valueOf(row[0]), String.valueOf(row[1])));
        return found;
    }

    /** Aliases of organizations that have a group of that name without members, at most 100. */
    public List<String> withEmptyGroup(String name) {
        return entities.createQuery(
                        "select o.alias from OrganizationEntity o, GroupEntity g where o.realmId = :realm"
                                + " and g.parentId = o.groupId and g.name = :name and not exists"
                                + " (select m from UserGroupMembershipEntity m where m.groupId = g.id) order by o.alias",
                        String.class)
                .setParameter("realm", realm.getId())
                .setParameter("name", name)
                .setMaxResults(MOST)
                .getResultList();
    }
}
