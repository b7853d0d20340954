package dev.tenantmfa.bench;

import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A quiet Keycloak in production mode, with the JVM as an operator would run it, and little in its log. */
final class BenchServer implements AutoCloseable {

    /** Name and password of the embedded database. */
    static final String DATABASE_USER = "bench";

    private static final List<String> BUILD_OPTIONS = List.of("--db=dev-file", "--health-enabled=true");
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "JAVA_OPTS_APPEND", "-Xms1g -Xmx1g",
            "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
            "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");

    private final KeycloakProcess process;
    private final URI base;
    private final Duration startTime;

    private BenchServer(KeycloakProcess process, URI base, Duration startTime) {
        this.process = process;
        this.base = base;
        this.startTime = startTime;
    }

    static KeycloakInstallation install(Path work, String name, List<Path> providers) {
        return KeycloakInstallation.prepare(
                Path.of(System.getProperty("keycloak.home")),
                work.resolve(name),
                providers,
                BUILD_OPTIONS,
                work.resolve(name + "-build.log"));
    }

    static BenchServer start(KeycloakInstallation installation, Path log) {
        List<Integer> ports = Ports.free(2);
        long begin = System.nanoTime();
        KeycloakProcess process = KeycloakProcess.launch(
                installation,
                "start",
                List.of(
                        "--optimized",
                        "--http-enabled=true",
                        "--http-host=127.0.0.1",
                        "--http-port=" + ports.get(0),
                        "--http-management-port=" + ports.get(1),
                        "--hostname=http://localhost:" + ports.get(0),
                        "--cache=local",
                        "--db-username=" + DATABASE_USER,
                        "--db-password=" + DATABASE_USER,
                        "--log-level=warn"),
                ENVIRONMENT,
                log);
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

    @Override
    public void close() {
        process.close();
    }

    static void clean(Path work) throws IOException {
        KeycloakInstallation.delete(work);
        Files.createDirectories(work);
    }
}
