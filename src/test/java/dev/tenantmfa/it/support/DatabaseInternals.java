package dev.tenantmfa.it.support;

import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Keycloak's database, as long as it is the embedded H2. */
final class DatabaseInternals {
    private static final String CONNECTION = "org.keycloak.connections.jpa.JpaConnectionProvider";

    private static final Class<?> ENTITIES = Internals.type("jakarta.persistence.EntityManager");

    private final KeycloakSession session;

    DatabaseInternals(KeycloakSession session) {
        this.session = session;
    }

    List<String> script() {
        List<?> rows = (List<?>) Internals.call(queryType(), query("SCRIPT"), "getResultList");
        return rows.stream().map(String::valueOf).toList();
    }

    void backUp(String file) {
        // A literal, since H2 takes no parameter here; the quote is all that could end it.
        Internals.call(queryType(), query("BACKUP TO '" + file.replace("'", "''") + "'"), "executeUpdate");
    }

    /** SQL statements since this was asked for the first time. */
    long statements() {
        return count("getPrepareStatementCount");
    }

    /** Transactions that reached the database since this was asked for the first time. */
    long transactions() {
        return count("getConnectCount");
    }

    private long count(String name) {
        Object factory = Internals.call(ENTITIES, entities(), "getEntityManagerFactory");
        Class<?> type = Internals.type("org.hibernate.SessionFactory");
        Object hibernate =
                Internals.call(Internals.type("jakarta.persistence.EntityManagerFactory"), factory, "unwrap", type);
        Object statistics = Internals.call(type, hibernate, "getStatistics");
        Class<?> statisticsType = Internals.type("org.hibernate.stat.Statistics");
        Internals.call(statisticsType, statistics, "setStatisticsEnabled", true);
        return (Long) Internals.call(statisticsType, statistics, name);
    }

    private Object entities() {
        return Internals.call(Internals.type(CONNECTION), Internals.provider(session, CONNECTION), "getEntityManager");
    }

    private Object query(String sql) {
        return Internals.call(ENTITIES, entities(), "createNativeQuery", sql);
    }

    private static Class<?> queryType() {
        return Internals.type("jakarta.persistence.Query");
    }
}
