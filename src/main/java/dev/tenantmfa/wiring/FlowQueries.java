package dev.tenantmfa.wiring;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.util.List;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/** Asks the database for flows, past the cache of this node, and what kind of database it is. */
public final class FlowQueries {

    private final EntityManager entities;

    private FlowQueries(KeycloakSession session) {
        this.entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }

    public static FlowQueries of(KeycloakSession session) {
        return new FlowQueries(session);
    }

    /** Whether the realm has a flow of that alias: another node may have made it a moment ago. */
    public boolean exists(String realmId, String alias) {
        return entities.createQuery(
                                "select count(f) from AuthenticationFlowEntity f where f.realm.id = :realm"
                                        + " and f.alias = :alias",
                                Long.class)
                        .setParameter("realm", realmId)
                        .setParameter("alias", alias)
                        .getSingleResult()
                > 0;
    }

    /** Product name of the database, such as {@code PostgreSQL}. */
    public String database() {
        return entities.callWithConnection(
                (Connection connection) -> connection.getMetaData().getDatabaseProductName());
    }

    /** Ids of the realms that have a flow with a step of this extension, bound or not. */
    public List<String> realmsWithOurSteps() {
        return entities.createQuery(
                        "select distinct e.realm.id from AuthenticationExecutionEntity e"
                                + " where e.authenticator like 'tmfa-%'",
                        String.class)
                .getResultList();
    }

    /** Whether the realm is one of those. */
    public boolean hasOurSteps(String realmId) {
        return entities.createQuery(
                                "select count(e) from AuthenticationExecutionEntity e where e.realm.id = :realm"
                                        + " and e.authenticator like 'tmfa-%'",
                                Long.class)
                        .setParameter("realm", realmId)
                        .getSingleResult()
                > 0;
    }
}
