package dev.tenantmfa.wiring.doctor;

import dev.tenantmfa.assurance.flow.LoginMethod;
import dev.tenantmfa.assurance.flow.LoginMethod.State;
import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.wiring.FlowQueries;
import dev.tenantmfa.wiring.doctor.finding.Finding;
import dev.tenantmfa.wiring.doctor.finding.Finding.Severity;
import dev.tenantmfa.wiring.doctor.finding.Findings;
import dev.tenantmfa.wiring.doctor.finding.Fix;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** What is wrong with the server of a realm. */
final class ServerChecks {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final Findings findings = new Findings(false);

    ServerChecks(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
    }

    List<Finding> findings() {
        pools(Pools.ofThisNode());
        master();
        return Stream.concat(findings.all().stream(), version(Version.VERSION).stream())
                .toList();
    }

    private void pools(Pools pools) {
        if (!pools.areEnough()) {
            findings.add(
                    "pool-size",
                    Severity.WARNING,
                    "--db-pool-max-size=" + pools.connections() + " --http-pool-max-threads=" + pools.threads(),
                    "A request may need two connections to the database at a time. Anyone who sends many requests at once can stop"
                            + " all logins until they time out.",
                    "kc.sh start --db-pool-max-size=" + pools.needed());
        }
    }

    /** Administrators of the server can change this realm. */
    private void master() {
        RealmModel master = session.realms().getRealmByName(Config.getAdminRealm());
        if (master == null || master.getId().equals(realm.getId())) {
            return;
        }
        String open;
        session.getContext().setRealm(master);
        try {
            open = LoginMethods.of(session, master).stream()
                    .filter(method -> method.state() == State.OPEN || method.state() == State.PARTLY)
                    .map(LoginMethod::id)
                    .collect(Collectors.joining(", "));
        } finally {
            session.getContext().setRealm(realm);
        }
        if (!open.isEmpty()) {
            findings.add(
                    "master-unwired",
                    Severity.NOTE,
                    "realm " + master.getName() + " (" + open + ")",
                    "Anyone who knows the password of an administrator of the server can change this realm and its users.",
                    Fix.install(master.getName(), ""));
        }
    }

    private List<Finding> version(String running) {
        String database = FlowQueries.of(session).database();
        String known = Stream.of(Cve.values())
                .filter(cve -> cve.isIn(running))
                .map(Cve::id)
                .collect(Collectors.joining(", "));
        Finding note = Finding.of(
                "keycloak-version",
                Severity.NOTE,
                "Keycloak " + running,
                (known.isEmpty()
                                ? "No CVE is known that touches a second factor in this version."
                                : "This version has " + known + ".")
                        + " docs/keycloak-cves.md says what this extension does about each.",
                "");
        return Stream.concat(
                        Stream.of(note),
                        Stream.of(Cve.values()).flatMap(cve -> cve.in(realm, running, database).stream()))
                .toList();
    }

    /**
     * How many requests a node processes at once, and how many connections to the database it has for them.
     *
     * @param threads {@code --http-pool-max-threads}
     * @param connections {@code --db-pool-max-size}
     */
    record Pools(int threads, int connections) {

        private static final int KEYCLOAKS_CONNECTIONS = 100;
        private static final int KEYCLOAKS_THREADS = 50;
        private static final int THREADS_OF_PROCESSOR = 4;

        /** Of this node. */
        static Pools ofThisNode() {
            org.eclipse.microprofile.config.Config config = ConfigProvider.getConfig();
            int processors = Runtime.getRuntime().availableProcessors();
            return new Pools(
                    config.getOptionalValue("kc.http-pool-max-threads", Integer.class)
                            .orElse(Math.max(KEYCLOAKS_THREADS, THREADS_OF_PROCESSOR * processors)),
                    config.getOptionalValue("kc.db-pool-max-size", Integer.class)
                            .orElse(KEYCLOAKS_CONNECTIONS));
        }

        /** The check of a code may commit in a transaction of its own, beside that of its request. */
        int needed() {
            return 2 * threads;
        }

        boolean areEnough() {
            return connections >= needed();
        }
    }
}
