package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.KeycloakInstallation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Logins a second of one node and of two on PostgreSQL, and what a node takes of memory, with the JAR and ours, without it
 * and Keycloak's own. All is on this machine, which shares its cores among nodes, database and load.
 */
final class LoadBench {

    static final int PEOPLE = Integer.getInteger("bench.load", 600);

    private static final int WARM_UP_ROUNDS = 2;
    private static final String DATABASE_USER = "postgres";

    private final Path work;
    private final Path jar;
    private final Consumer<String> progress;

    LoadBench(Path work, Path jar, Consumer<String> progress) {
        this.work = work;
        this.jar = jar;
        this.progress = progress;
    }

    /**
     * What was seen of one side.
     *
     * @param rest   memory of a node that has done nothing yet
     * @param loaded memory of the same node right after {@code one}
     */
    private record Seen(Memory rest, Memory loaded, Load one, Load two) {}

    List<String> run() throws IOException {
        progress.accept("Nodes on PostgreSQL ...");
        KeycloakInstallation with = BenchServer.installNode(work, "load-with", List.of(jar));
        KeycloakInstallation without = BenchServer.installNode(work, "load-without", List.of());
        try (EmbeddedPostgres database = EmbeddedPostgres.builder()
                .setDataDirectory(work.resolve("postgres"))
                .start()) {
            fill(with, database);
            Seen ours = measure("with", with, database, BenchRealm.OURS);
            Seen theirs = measure("without", without, database, BenchRealm.BUILT_IN);
            return table(ours, theirs);
        }
    }

    private void fill(KeycloakInstallation with, EmbeddedPostgres database) {
        progress.accept("  a realm of " + PEOPLE + " people for each side");
        try (BenchServer server = node("fill", with, database)) {
            RealmAdmin realm = new Admin(server.base(), "admin", "admin").createRealm(BenchRealm.representation());
            for (String variant : List.of(BenchRealm.OURS, BenchRealm.BUILT_IN)) {
                BenchRealm.fill(realm, variant, PEOPLE);
            }
        }
    }

    private Seen measure(String name, KeycloakInstallation installation, EmbeddedPostgres database, String variant)
            throws IOException {
        progress.accept("  one node " + name + " the JAR");
        try (BenchServer first = node(name + "-1", installation, database)) {
            Memory rest = Memory.of(first.jvm());
            Load one = load(variant, List.of(first.base()));
            Memory loaded = Memory.of(first.jvm());
            progress.accept("  two nodes " + name + " the JAR");
            try (BenchServer second = node(name + "-2", installation, database)) {
                return new Seen(rest, loaded, one, load(variant, List.of(first.base(), second.base())));
            }
        }
    }

    /**
     * Everybody some times to warm up, and once measured. The second node is new, and gets half of the load: with less, its JVM
     * compiles while it is measured, and so does the one with more code.
     */
    private Load load(String variant, List<URI> nodes) throws IOException {
        for (int round = 0; round < WARM_UP_ROUNDS * nodes.size(); round++) {
            Load.run(work, variant, PEOPLE, nodes);
            TimeStep.letPass();
        }
        Load load = Load.run(work, variant, PEOPLE, nodes);
        TimeStep.letPass();
        return load;
    }

    private BenchServer node(String name, KeycloakInstallation installation, EmbeddedPostgres database) {
        String url = database.getJdbcUrl(DATABASE_USER, DATABASE_USER);
        return BenchServer.startNode(installation, work.resolve("load-" + name + ".log"), url, DATABASE_USER);
    }

    private static List<String> table(Seen ours, Seen theirs) {
        return List.of(
                "| what | ours | Keycloak's own | ratio |",
                "|---|---|---|---|",
                row(
                        "logins a second, one node",
                        ours.one().perSecond(),
                        theirs.one().perSecond(),
                        "%.1f"),
                row(
                        "logins a second, two nodes",
                        ours.two().perSecond(),
                        theirs.two().perSecond(),
                        "%.1f"),
                row(
                        "median of a login under load, one node, ms",
                        ours.one().medianMillis(),
                        theirs.one().medianMillis(),
                        "%.0f"),
                row(
                        "the slowest twentieth of them, ms",
                        ours.one().p95Millis(),
                        theirs.one().p95Millis(),
                        "%.0f"),
                row(
                        "live heap of a node at rest, MB",
                        ours.rest().liveHeapMb(),
                        theirs.rest().liveHeapMb(),
                        "%.0f"),
                row(
                        "live heap after the load, MB",
                        ours.loaded().liveHeapMb(),
                        theirs.loaded().liveHeapMb(),
                        "%.0f"),
                row(
                        "memory of the process at rest, MB",
                        ours.rest().residentMb(),
                        theirs.rest().residentMb(),
                        "%.0f"),
                row(
                        "memory of the process, most under load, MB",
                        ours.loaded().peakMb(),
                        theirs.loaded().peakMb(),
                        "%.0f"));
    }

    private static String row(String what, double ours, double theirs, String format) {
        return String.format(
                Locale.ROOT, "| %s | " + format + " | " + format + " | %.2f |", what, ours, theirs, ours / theirs);
    }
}
