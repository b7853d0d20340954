package dev.tenantmfa.it.support;

import java.util.List;
import org.keycloak.models.KeycloakSession;

/** Keycloak's database, as long as it is the embedded H2. */
final class DatabaseInternals {
    private static final String CONNECTION = "org.keycloak.connections.jpa.JpaConnectionProvider";

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

    private Object query(String sql) {
        Object entities =
                Internals.call(Internals.type(CONNECTION), Internals.provider(session, CONNECTION), "getEntityManager");
        return Internals.call(Internals.type("jakarta.persistence.EntityManager"), entities, "createNativeQuery", sql);
    }

    private static Class<?> queryType() {
        return Internals.type("jakarta.persistence.Query");
    }
}
