package dev.tenantmfa.it.server;

/**
 * A server that tests talk to by its address, wherever it runs. Either way it shares this machine's network: it listens on
 * the loopback interface, and reaches there what the tests serve (mails, gateways, other identity providers).
 */
public interface RunningKeycloak extends AutoCloseable {
    /** What it has written to its console, kept in a file of this machine. */
    ServerLog log();

    /**
     * Puts a secret into the directory of its file vault.
     *
     * @param entry the file's name, realm and key as Keycloak's file vault joins them
     */
    void putIntoVault(String entry, String secret);

    /** Ends it; returns when it is gone. */
    @Override
    void close();
}
