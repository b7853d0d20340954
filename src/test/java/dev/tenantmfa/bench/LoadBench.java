package dev.tenantmfa.bench;

import dev.tenantmfa.it.actors.Admin;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Logins per second of one node and of two on PostgreSQL, and what they take of processor time and memory: with the JAR and ours,
 * without it and Keycloak's own. Both sides run all the time, each with a database of its own, and get the load in turn, so that a
 * machine whose speed changes disturbs both. Nodes, database and load share the cores of this machine.
 */
final class LoadBench {

    static final int PEOPLE = Integer.getInteger("bench.load", 600);

    private static final int TURNS = Integer.getInteger("bench.turns", 3);

    private static final int CHEAP_TURNS = 2;

    /** How often all nodes are started anew: how well a JVM compiles the hash of passwords differs from start to start. */
    private static final int FORKS = Integer.getInteger("bench.forks", 3);

    private static final int WARM_UP = Integer.getInteger("bench.warm-up", 5000);

    private final Path work;
    private final Path jar;
    private final Consumer<String> progress;

    LoadBench(Path work, Path jar, Consumer<String> progress) {
        this.work = work;
        this.jar = jar;
        this.progress = progress;
    }

    List<String> run() throws IOException {
        progress.accept("Nodes on PostgreSQL ...");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(work.resolve("postgres"))
                .start()) {
            BenchStore with = BenchStore.onPostgres(postgres, work, "load-with", List.of(jar));
            BenchStore without = BenchStore.onPostgres(postgres, work, "load-without", List.of());
            fill(BenchRealm.OURS, with);
            // Keycloak accepts flows only if it has their authenticators.
            fill(BenchRealm.BUILT_IN, new BenchStore(with.installation(), without.url()));
            Measured oneNode = new Measured("one node");
            Measured twoNodes = new Measured("two nodes");
            List<String> memory = List.of();
            for (int fork = 1; fork <= FORKS; fork++) {
                progress.accept("  new nodes, " + fork + " of " + FORKS);
                try (LoadSide ours = new LoadSide(work, BenchRealm.OURS, with);
                        LoadSide theirs = new LoadSide(work, BenchRealm.BUILT_IN, without)) {
                    ours.startNode();
                    theirs.startNode();
                    Memory ourRest = ours.memory();
                    Memory theirRest = theirs.memory();
                    measure(ours, theirs, 1, oneNode);
                    memory = memory(ourRest, theirRest, ours.memory(), theirs.memory());
                    ours.startNode();
                    theirs.startNode();
                    // The second node is new and gets half of the load.
                    measure(ours, theirs, 2, twoNodes);
                }
            }
            List<String> table = new ArrayList<>(LoadTurns.head());
            table.addAll(oneNode.rows());
            table.addAll(twoNodes.rows());
            table.addAll(memory);
            return table;
        }
    }

    private void fill(String variant, BenchStore store) {
        progress.accept("  a realm of " + PEOPLE + " people: " + variant);
        try (BenchServer server = store.startNode(work.resolve("load-fill-" + variant + ".log"))) {
            Admin admin = new Admin(server.base(), "admin", "admin");
            BenchRealm.fill(admin.createRealm(BenchRealm.representation()), variant, PEOPLE);
            BenchRealm.fill(admin.createRealm(BenchRealm.warmUp()), variant, WARM_UP);
        }
    }

    private static List<String> memory(Memory ourRest, Memory theirRest, Memory ourLoaded, Memory theirLoaded) {
        return List.of(
                megabytes("live heap of a node at rest", ourRest.liveHeapMb(), theirRest.liveHeapMb()),
                megabytes("live heap after the load", ourLoaded.liveHeapMb(), theirLoaded.liveHeapMb()),
                megabytes("memory of the process at rest", ourRest.residentMb(), theirRest.residentMb()),
                megabytes("memory of the process, most under load", ourLoaded.peakMb(), theirLoaded.peakMb()));
    }

    private void measure(LoadSide ours, LoadSide theirs, int warmUps, Measured measured) throws IOException {
        LoadTurns.measure(ours, theirs, warmUps, side -> side.cheap(WARM_UP));
        progress.accept("  " + CHEAP_TURNS + " turns with a cheap hash");
        measured.cheap().add(LoadTurns.measure(ours, theirs, CHEAP_TURNS, side -> side.cheap(WARM_UP)));
        LoadTurns.measure(ours, theirs, 1, side -> side.load(PEOPLE));
        progress.accept("  " + TURNS + " turns");
        measured.turns().add(LoadTurns.measure(ours, theirs, TURNS, side -> side.load(PEOPLE)));
    }

    /**
     * The turns of all starts.
     *
     * @param cheap with a cheap hash of passwords: the default one takes most of a login, and not the same in each JVM
     */
    private record Measured(String nodes, List<LoadTurns> turns, List<LoadTurns> cheap) {

        Measured(String nodes) {
            this(nodes, new ArrayList<>(), new ArrayList<>());
        }

        List<String> rows() {
            List<String> rows = new ArrayList<>(LoadTurns.of(turns).rows(nodes));
            rows.addAll(LoadTurns.of(cheap).rows(nodes + ", cheap hash"));
            return rows;
        }
    }

    private static String megabytes(String what, double ours, double theirs) {
        return String.format(Locale.ROOT, "| %s, MB | %.0f | %.0f | %.2f | |", what, ours, theirs, ours / theirs);
    }
}
