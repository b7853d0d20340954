package dev.tenantmfa.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Nodes on one database, and the users who log in at them. */
final class LoadSide implements AutoCloseable {

    private static final double NANOS_IN_MILLI = 1e6;

    private final Path work;
    private final String variant;
    private final BenchStore store;
    private final List<BenchServer> nodes = new ArrayList<>();
    private Instant lastLoad = Instant.EPOCH;

    LoadSide(Path work, String variant, BenchStore store) {
        this.work = work;
        this.variant = variant;
        this.store = store;
    }

    /**
     * The logins of one turn.
     *
     * @param nodeMillis processor time of all nodes for one login, without the compilers of the JVMs
     */
    record Turn(Load load, double nodeMillis) {}

    void startNode() {
        String log = "load-" + variant + "-" + (nodes.size() + 1) + ".log";
        nodes.add(store.startNode(work.resolve(log)));
    }

    /** What the first node takes now. */
    Memory memory() throws IOException {
        return Memory.of(nodes.get(0).jvm());
    }

    /** Logs everybody in who has a cheap hash, once: the JVM compiles a method well after it was called thousands of times. */
    Turn cheap(int people) throws IOException {
        return load(BenchRealm.WARM_UP, people);
    }

    /** Logs everybody in once. */
    Turn load(int people) throws IOException {
        return load(BenchRealm.NAME, people);
    }

    private Turn load(String realm, int people) throws IOException {
        TimeStep.letPassSince(lastLoad);
        Duration before = processorTime();
        Load load = Load.run(work, realm, variant, people, bases());
        lastLoad = Instant.now();
        return new Turn(load, processorTime().minus(before).toNanos() / NANOS_IN_MILLI / people);
    }

    private List<URI> bases() {
        return nodes.stream().map(BenchServer::base).toList();
    }

    private Duration processorTime() throws IOException {
        Duration sum = Duration.ZERO;
        for (BenchServer node : nodes) {
            sum = sum.plus(ProcessorTime.of(node.jvm()));
        }
        return sum;
    }

    @Override
    public void close() {
        nodes.forEach(BenchServer::close);
    }
}
