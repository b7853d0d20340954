package dev.tenantmfa.it;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.server.Await;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.Ports;
import dev.tenantmfa.it.server.Scrape;
import dev.tenantmfa.it.server.ServerFailure;
import dev.tenantmfa.it.server.ServerLog;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One of the Keycloaks of a {@link KeycloakCluster}; keeps its ports over restarts. */
public final class KeycloakNode implements Keycloak, AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /** What Infinispan calls the calls to other nodes that it waits for, and those that it does not. */
    private static final List<String> MESSAGES =
            List.of("vendor_jgroups_stats_sync_requests_seconds_count", "vendor_jgroups_stats_async_requests_total");

    private final String name;
    private final Path logs;
    private final List<String> options;
    private final Map<String, String> environment;
    private final URI base;
    private final int managementPort;
    private final Admin admin;
    private final TestSupport support;
    private final ServerClock clock;
    private volatile KeycloakProcess process;
    private volatile boolean serving;
    private int starts;

    /**
     * @param options     of {@code kc.sh start} beside those that only this node has
     * @param environment of each start
     */
    KeycloakNode(String name, Path logs, List<String> options, Map<String, String> environment) {
        List<Integer> ports = Ports.free(3);
        this.name = name;
        this.logs = logs;
        this.base = URI.create("http://127.0.0.1:" + ports.get(0));
        this.managementPort = ports.get(1);
        this.options = new ArrayList<>(options);
        this.options.addAll(List.of(
                "--http-host=127.0.0.1",
                "--http-port=" + ports.get(0),
                "--http-management-port=" + managementPort,
                "--cache-embedded-network-bind-address=127.0.0.1",
                "--cache-embedded-network-bind-port=" + ports.get(2)));
        this.environment = new HashMap<>(environment);
        this.admin = new Admin(base, KeycloakCluster.ADMIN, KeycloakCluster.ADMIN);
        this.support = new TestSupport(base);
        this.clock = new ServerClock(support);
    }

    @Override
    public URI base() {
        return base;
    }

    @Override
    public Admin admin() {
        return admin;
    }

    @Override
    public Visitor visitor() {
        return new Visitor(KeycloakCluster.PUBLIC, base);
    }

    @Override
    public TestSupport support() {
        return support;
    }

    /** What this node has counted by now. */
    public Scrape metrics() {
        return Scrape.of(managementPort);
    }

    /** What this node has asked of its stores, and sent to the other node, by now. */
    public Counts counts() {
        Scrape scrape = metrics();
        double sent = MESSAGES.stream()
                .mapToDouble(name -> scrape.value(name, Map.of()))
                .sum();
        return support.counts().with((int) sent);
    }

    /** The clock of this node alone. */
    public ServerClock clock() {
        return clock;
    }

    /** What it has logged since its last start. */
    public ServerLog log() {
        return process.log();
    }

    /** The version of the extension that runs there, as the console's server info shows it. */
    public String version() {
        return admin.request("GET", "/admin/serverinfo", null)
                .expect(200)
                .json()
                .at("/providers/required-action/providers/tmfa-configure/operationalInfo/keycloak-tenant-mfa")
                .asText();
    }

    /** Starts it without waiting; {@code more} are options of this start alone. */
    void launch(KeycloakInstallation installation, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        Path log = logs.resolve(name + "-" + ++starts + ".log");
        process = KeycloakProcess.launch(installation, "start", all, environment, log);
    }

    /** @throws ServerFailure when it does not come up */
    void awaitReady() {
        process.awaitReady(managementPort, START_LIMIT);
        serving = true;
    }

    /** Waits until it sees that many nodes, itself included. */
    public void awaitMembers(int count) {
        Await.that(
                name + " to see " + count + " nodes",
                Duration.ofSeconds(60),
                () -> lastView().contains("(" + count + ")"));
    }

    boolean isRunning() {
        return process != null;
    }

    /** Whether a load balancer would send anybody there. */
    public boolean isServing() {
        return serving;
    }

    /** From here on nobody shall be sent there, until it is started again. */
    public void drain() {
        serving = false;
    }

    /** Lets it end what it has begun. */
    public void stop() {
        serving = false;
        process.close();
        process = null;
    }

    /** Ends it as {@code kill -9} does. */
    public void kill() {
        process.kill();
        serving = false;
        process = null;
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private String lastView() {
        return log().lines().stream()
                .filter(line -> line.contains("cluster view"))
                .reduce("", (before, line) -> line);
    }
}
