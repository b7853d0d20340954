package dev.tenantmfa.it.server;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/**
 * A server in a container of Keycloak's own image, in production mode; it ends with {@link #close()}, at the latest when
 * Testcontainers cleans up.
 *
 * <p>In the host's network, so that addresses mean the same inside and outside: its own, which tokens and identity
 * providers name, and those of what tests serve on the loopback interface, the only one on which the extension speaks
 * plain HTTP to an SMS gateway. Docker Desktop does that only where host networking is switched on.
 */
public final class ContainerKeycloak implements RunningKeycloak {
    /** Where the vault is inside; for the option {@code --vault-dir}. */
    public static final String VAULT = "/opt/keycloak/vault";

    private static final String IMPORT = "/opt/keycloak/data/import/realm.json";
    /** Keycloak's user in the image is not the one that files of ours belong to. */
    private static final int READABLE = 0644;

    private static final Duration POLL = Duration.ofMillis(200);

    private final KeycloakContainer container;
    private final OutputStream logFile;
    private final ServerLog log;

    private ContainerKeycloak(KeycloakContainer container, Path logFile) throws IOException {
        this.container = container;
        this.log = new ServerLog(logFile);
        Files.createDirectories(logFile.toAbsolutePath().getParent());
        this.logFile = Files.newOutputStream(logFile);
        container.withLogConsumer(this::write);
    }

    /**
     * Builds and starts a server on an empty database, with the realm imported; returns when it is ready.
     *
     * @param image          name and tag
     * @param options        of {@code kc.sh start}, those of the build included
     * @param managementPort the port that {@code options} name
     * @param logFile        takes its console; an older one is replaced
     * @throws ServerFailure when there is no such image, or the server is not ready within {@code limit}
     */
    public static ContainerKeycloak start(
            String image,
            List<Path> providers,
            Path realm,
            List<String> options,
            Map<String, String> environment,
            int managementPort,
            Duration limit,
            Path logFile) {
        KeycloakContainer container = new KeycloakContainer(image)
                .withProductionMode()
                .withProviderLibsFrom(providers.stream().map(Path::toFile).toList())
                .withCopyFileToContainer(MountableFile.forHostPath(realm, READABLE), IMPORT)
                // Keycloak does not start without the directory.
                .withCopyToContainer(Transferable.of("", READABLE), VAULT + "/.exists")
                .withEnv(environment)
                .withNetworkMode("host")
                .waitingFor(new Ready(managementPort).withStartupTimeout(limit));
        // Nothing is mapped in the host's network, and Testcontainers would wait for what is not.
        container.setExposedPorts(List.of());
        options.forEach(container::withCustomCommand);
        try {
            ContainerKeycloak keycloak = new ContainerKeycloak(container, logFile);
            keycloak.launch(image);
            return keycloak;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServerLog log() {
        return log;
    }

    @Override
    public void putIntoVault(String entry, String secret) {
        container.copyFileToContainer(Transferable.of(secret, READABLE), VAULT + "/" + entry);
    }

    @Override
    public void close() {
        container.stop();
        try {
            logFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void launch(String image) {
        try {
            container.start();
        } catch (ContainerLaunchException | ContainerFetchException e) {
            close();
            throw new ServerFailure("A container of " + image + " did not come up: " + reasons(e) + "\nThe end of "
                    + log.file() + ":\n" + log.tail());
        }
    }

    private synchronized void write(OutputFrame frame) {
        try {
            logFile.write(frame.getUtf8String().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String reasons(Throwable failure) {
        StringBuilder reasons = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            reasons.append("; ").append(cause.getMessage());
        }
        return reasons.toString();
    }

    /** Testcontainers' own way asks for mapped ports. */
    private static final class Ready extends AbstractWaitStrategy {
        private final HealthEndpoint health;

        Ready(int managementPort) {
            this.health = new HealthEndpoint(managementPort);
        }

        @Override
        protected void waitUntilReady() {
            long end = System.nanoTime() + startupTimeout.toNanos();
            while (!health.saysReady()) {
                if (!waitStrategyTarget.isRunning()) {
                    throw new ContainerLaunchException("it ended before it was ready");
                }
                if (System.nanoTime() - end >= 0) {
                    throw new ContainerLaunchException("it was not ready after " + startupTimeout.toSeconds() + " s");
                }
                LockSupport.parkNanos(POLL.toNanos());
            }
        }
    }
}
