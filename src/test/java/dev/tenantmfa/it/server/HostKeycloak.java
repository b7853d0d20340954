package dev.tenantmfa.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that is a process of this machine. */
public final class HostKeycloak implements RunningKeycloak {
    private final KeycloakProcess process;
    private final Path vault;

    /**
     * @param process is ready to serve
     * @param vault   the directory that it takes secrets from
     */
    public HostKeycloak(KeycloakProcess process, Path vault) {
        this.process = process;
        this.vault = vault;
    }

    @Override
    public ServerLog log() {
        return process.log();
    }

    @Override
    public void putIntoVault(String entry, String secret) {
        try {
            Files.writeString(vault.resolve(entry), secret);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
