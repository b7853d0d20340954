package dev.tenantmfa.wiring.doctor;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

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
        Config config = ConfigProvider.getConfig();
        int processors = Runtime.getRuntime().availableProcessors();
        return new Pools(
                config.getOptionalValue("kc.http-pool-max-threads", Integer.class)
                        .orElse(Math.max(KEYCLOAKS_THREADS, THREADS_OF_PROCESSOR * processors)),
                config.getOptionalValue("kc.db-pool-max-size", Integer.class).orElse(KEYCLOAKS_CONNECTIONS));
    }

    /** The check of a code commits in a transaction of its own, beside that of its request. */
    int needed() {
        return 2 * threads;
    }

    boolean areEnough() {
        return connections >= needed();
    }
}
