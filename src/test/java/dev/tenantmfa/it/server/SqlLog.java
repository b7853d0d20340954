package dev.tenantmfa.it.server;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import java.util.List;

/** The statements that the server sends to its database, read off its log. */
public final class SqlLog {
    private static final String SQL = "org.hibernate.SQL";

    private SqlLog() {}

    /**
     * Statements while the work runs, sorted. Some are made in the background, so that a few may be missing or belong to
     * another request.
     */
    public static List<String> during(KeycloakServer keycloak, Runnable work) {
        Person next = keycloak.demo().newPerson();
        long mark = keycloak.log().mark();
        String level = keycloak.support().setLogLevel(SQL, "FINE");
        try {
            work.run();
        } finally {
            keycloak.support().setLogLevel(SQL, level);
        }
        keycloak.client("demo-cli").password(next);
        keycloak.log().await(mark, line -> line.contains("type=\"LOGIN\"") && line.contains(next.id()));
        return keycloak.log().since(mark).stream()
                .filter(line -> line.contains("[" + SQL + "] (executor-thread-") && !line.contains("offline_"))
                .map(line -> line.substring(line.indexOf(')') + 1))
                .sorted()
                .toList();
    }
}
