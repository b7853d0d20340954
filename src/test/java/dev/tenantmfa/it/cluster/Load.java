package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.Keycloak;
import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * People who come one after the other for as long as it runs: each sets up a second factor, logs in with a backup code
 * and makes a tenant, at one of the nodes that are up at that time. Nobody tries twice.
 */
final class Load implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final List<KeycloakNode> nodes;
    private final Queue<Trace> traces = new ConcurrentLinkedQueue<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private volatile boolean stopped;

    /** What a server has said to be done, so that it must never be undone. */
    record Trace(Instant at, Holder holder, String usedCode, String tenantId) {}

    /** What somebody got instead. */
    record Failure(Instant begun, Instant at, KeycloakNode node, Throwable what) {
        @Override
        public String toString() {
            return begun + " to " + at + " at " + node + ": " + what;
        }
    }

    private Load(List<KeycloakNode> nodes) {
        this.nodes = nodes;
    }

    static Load over(List<KeycloakNode> nodes) {
        Load load = new Load(nodes);
        for (int i = 0; i < WORKERS; i++) {
            int worker = i;
            load.threads.submit(() -> load.run(worker));
        }
        return load;
    }

    /** Waits until that many more people have come through. */
    void awaitMore(int people) {
        int wanted = traces.size() + people;
        Await.that(people + " people under load", PATIENCE, () -> traces.size() >= wanted);
    }

    /** Lets everybody end who has begun. */
    void stop() throws InterruptedException {
        stopped = true;
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The load did not end");
        }
    }

    List<Trace> traces() {
        return List.copyOf(traces);
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }

    private void run(int worker) {
        for (int i = worker; !stopped; i++) {
            List<KeycloakNode> up =
                    nodes.stream().filter(KeycloakNode::isServing).toList();
            KeycloakNode node = up.get(i % up.size());
            Instant begun = Instant.now();
            try {
                traces.add(somebody(node));
            } catch (RuntimeException | AssertionError e) {
                failures.add(new Failure(begun, Instant.now(), node, e));
            }
        }
    }

    private static Trace somebody(Keycloak keycloak) {
        Holder holder = Holder.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String code = holder.codes().get(0);
        Tokens tokens = cli.password(holder.person(), "totp", code);
        String tenant = cli.call("POST", "/tenants", tokens, Map.of("tenant_name", "Load " + UUID.randomUUID()))
                .expect(201)
                .json()
                .get("id")
                .asText();
        return new Trace(Instant.now(), holder, code, tenant);
    }
}
