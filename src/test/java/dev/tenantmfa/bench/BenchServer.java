package dev.tenantmfa.bench;

import dev.tenantmfa.it.server.FileTree;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A quiet Keycloak in production mode, with the JVM as an operator would run it, and little in its log. */
final class BenchServer implements AutoCloseable {

    /** Name and password of the embedded database. */
    static final String DATABASE_USER = "bench";

    private static final List<String> EMBEDDED_DATABASE = List.of("--db=dev-file", "--health-enabled=true");
    private static final List<String> POSTGRES = List.of("--db=postgres", "--health-enabled=true");
    /** With {@code warn,org.hibernate.SQL:debug} the servers' logs tell the queries of each request. */
    private static final String LOG_LEVEL = System.getProperty("bench.log", "warn");

    /** Of one size from the start: the hash of a password takes so much that a heap which grows is collected all the time. */
    private static final String HEAP = "-Xms1g -Xmx1g " + ProcessorTime.OPTION;

    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private final KeycloakProcess process;
    private final URI base;
    private final Duration startTime;

    private BenchServer(KeycloakProcess process, URI base, Duration startTime) {
        this.process = process;
        this.base = base;
        this.startTime = startTime;
    }

    /** With Keycloak's embedded database. */
    static KeycloakInstallation install(Path work, String name, List<Path> providers) {
        return install(work, name, providers, EMBEDDED_DATABASE);
    }

    /** For {@link #startNode}. */
    static KeycloakInstallation installNode(Path work, String name, List<Path> providers) {
        return install(work, name, providers, POSTGRES);
    }

    private static KeycloakInstallation install(
            Path work, String name, List<Path> providers, List<String> buildOptions) {
        return KeycloakInstallation.prepare(
                Path.of(System.getProperty("keycloak.home")),
                work.resolve(name),
                providers,
                buildOptions,
                work.resolve(name + "-build.log"));
    }

    static BenchServer start(KeycloakInstallation installation, Path log) {
        return start(
                installation,
                log,
                HEAP,
                List.of("--cache=local", "--db-username=" + DATABASE_USER, "--db-password=" + DATABASE_USER));
    }

    /** The only one on its database of a PostgreSQL. */
    static BenchServer startOn(KeycloakInstallation installation, Path log, String databaseUrl, String user) {
        return start(
                installation,
                log,
                HEAP,
                List.of("--cache=local", "--db-url=" + databaseUrl, "--db-username=" + user, "--db-password=" + user));
    }

    /** One of several on the same PostgreSQL. */
    static BenchServer startNode(KeycloakInstallation installation, Path log, String databaseUrl, String user) {
        return start(
                installation,
                log,
                HEAP,
                List.of(
                        "--cache=ispn",
                        "--cache-embedded-network-bind-address=127.0.0.1",
                        "--cache-embedded-network-bind-port=" + Ports.free(1).get(0),
                        "--db-url=" + databaseUrl,
                        "--db-username=" + user,
                        "--db-password=" + user));
    }

    private static BenchServer start(KeycloakInstallation installation, Path log, String heap, List<String> more) {
        List<Integer> ports = Ports.free(2);
        List<String> options = new ArrayList<>(List.of(
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.get(0),
                "--http-management-port=" + ports.get(1),
                "--hostname=http://localhost:" + ports.get(0),
                "--log-level=" + LOG_LEVEL));
        options.addAll(more);
        Map<String, String> environment = Map.of(
                "JAVA_OPTS_APPEND", heap,
                "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        long begin = System.nanoTime();
        KeycloakProcess process = KeycloakProcess.launch(installation, "start", options, environment, log);
        process.awaitReady(ports.get(1), START_LIMIT);
        Duration startTime = Duration.ofNanos(System.nanoTime() - begin);
        return new BenchServer(process, URI.create("http://localhost:" + ports.get(0)), startTime);
    }

    URI base() {
        return base;
    }

    Duration startTime() {
        return startTime;
    }

    /** The JVM that {@code kc.sh} started. */
    ProcessHandle jvm() {
        return ProcessHandle.of(process.pid()).stream()
                .flatMap(script -> Stream.concat(script.descendants(), Stream.of(script)))
                .filter(candidate -> candidate.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no JVM below process " + process.pid()));
    }

    @Override
    public void close() {
        process.close();
    }

    static void clean(Path work) throws IOException {
        FileTree.delete(work);
        Files.createDirectories(work);
    }
}
