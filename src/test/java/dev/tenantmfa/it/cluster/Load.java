package dev.tenantmfa.it.cluster;

import dev.tenantmfa.it.KeycloakNode;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * People who come one after the other for as long as it runs: each sets up a second factor, logs in with a backup code
 * and makes a tenant, at one of the nodes that are up at that time. Nobody tries twice.
 */
final class Load implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Between two people of a worker. Without it, the load takes the processor from the nodes that start meanwhile. */
    private static final Duration PAUSE = Duration.ofMillis(1250);

    private final List<KeycloakNode> nodes;
    private final Queue<Trace> traces = new ConcurrentLinkedQueue<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Map<Integer, KeycloakNode> places = new ConcurrentHashMap<>();
    private final List<Future<?>> workers = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private volatile boolean stopped;

    /**
     * What a server has said to be done, so that it must never be undone.
     *
     * @param node that was asked for all of it
     */
    record Trace(Instant begun, Instant at, KeycloakNode node, Holder holder, String usedCode, String tenantId) {

        /** Fails unless all of it is so at that node. */
        void requireKept(KeycloakNode other) {
            assertThat(holder.logIn(other, holder.codes().get(1)).isGranted())
                    .as("set-up of %s", this)
                    .isTrue();
            holder.assertRefused(other, usedCode, "wrong_code");
            assertThat(other.demo()
                            .get("/tenants/" + tenantId)
                            .expect(200)
                            .json()
                            .get("is_active")
                            .asBoolean())
                    .as("tenant of %s", this)
                    .isTrue();
        }
    }

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
            load.workers.add(load.threads.submit(() -> load.run(worker)));
        }
        return load;
    }

    /** Waits until that many more people have come through. */
    void awaitMore(int people) {
        int wanted = traces.size() + people;
        Await.that(people + " people under load", PATIENCE, () -> {
            requireWorkers();
            return traces.size() >= wanted;
        });
    }

    /** Sends nobody to that node any more and waits until those who are there have ended. */
    void drain(KeycloakNode node) {
        node.drain();
        Await.that("the end of those at " + node, PATIENCE, () -> !places.containsValue(node));
        requireWorkers();
    }

    /**
     * Lets everybody end who has begun.
     *
     * @throws ExecutionException if somebody could not go on for another reason than what a server answered
     */
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        stopped = true;
        threads.shutdown();
        for (Future<?> worker : workers) {
            worker.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
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
        try {
            for (int i = worker; !stopped; i++) {
                KeycloakNode node = nodes.get(i % nodes.size());
                // First the place, then the question: whoever drains the node sees this one, or is seen.
                places.put(worker, node);
                if (node.isServing()) {
                    visit(node);
                    places.remove(worker);
                    Thread.sleep(PAUSE.toMillis());
                } else {
                    requireServing();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            places.remove(worker);
        }
    }

    private void visit(KeycloakNode node) {
        Instant begun = Instant.now();
        try {
            traces.add(somebody(node, begun));
        } catch (RuntimeException | AssertionError e) {
            failures.add(new Failure(begun, Instant.now(), node, e));
        }
    }

    private void requireWorkers() {
        if (workers.stream().anyMatch(Future::isDone)) {
            throw new AssertionError("A part of the load has ended, " + failures);
        }
    }

    /** A load with no node to go to shows nothing: the test that made it so is wrong. */
    private void requireServing() {
        if (nodes.stream().noneMatch(KeycloakNode::isServing)) {
            throw new IllegalStateException("No node is up");
        }
    }

    private static Trace somebody(KeycloakNode node, Instant begun) {
        Holder holder = Holder.create(node);
        OidcClient cli = node.client("demo-cli");
        String code = holder.codes().get(0);
        Tokens tokens = holder.logIn(node, code);
        String tenant = cli.call("POST", "/tenants", tokens, Map.of("tenant_name", "Load " + UUID.randomUUID()))
                .expect(201)
                .json()
                .get("id")
                .asText();
        return new Trace(begun, Instant.now(), node, holder, code, tenant);
    }
}
