package dev.tenantmfa.it;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.server.HostKeycloak;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.Ports;
import dev.tenantmfa.it.server.RunningKeycloak;
import dev.tenantmfa.it.server.Scrape;
import dev.tenantmfa.it.server.ServerFailure;
import dev.tenantmfa.it.server.ServerLog;
import dev.tenantmfa.it.server.ServerRuntime;
import dev.tenantmfa.it.support.TestSupportResourceProviderFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Keycloak of the integration tests, with the JAR as it is shipped and one of the tests' own beside it.
 *
 * <p>The distribution is built again only when a JAR changed. A database as it was right after the import is kept
 * under {@code target/it/snapshots} by Keycloak's version and the checksum of the realm file, which saves the next run
 * most of the start. In a container it is built and the realm is imported each time.
 *
 * <p>System properties, all optional but the first three, which the build sets:
 *
 * <ul>
 *   <li>{@code keycloak.home}, {@code provider.jar}: unpacked distribution and JAR under test
 *   <li>{@code keycloak.server.version}: of the image for a container
 *   <li>{@value ServerRuntime#PROPERTY}: {@code container} to run in a container
 *   <li>{@code project.root}: where {@code realm-export.json} is; default the working directory
 *   <li>{@code keycloak.java.home}: the JDK that the server runs on; default the one of the tests
 *   <li>{@code keycloak.log}: the server's log level, default {@value ServerOptions#LOG_LEVEL}; {@code debug} for all
 *   <li>{@code keycloak.fresh}: {@code true} to import the realm instead of taking a snapshot
 * </ul>
 */
public final class KeycloakServer implements Keycloak, AutoCloseable {
    private final URI base;
    private final int managementPort;
    private final RunningKeycloak running;
    private final List<String> startLog;
    private final Mailbox mailbox;
    private final AuthenticationDevices devices;
    private final RealmFile realmFile;
    private final Admin admin;
    private final TestSupport support;
    private final ServerClock clock;

    KeycloakServer(
            URI base, int managementPort, RunningKeycloak running, Mailbox mailbox, AuthenticationDevices devices) {
        this.base = base;
        this.managementPort = managementPort;
        this.running = running;
        this.startLog = running.log().lines();
        this.mailbox = mailbox;
        this.devices = devices;
        this.realmFile = RealmFile.mailingTo(mailbox.port());
        this.admin = new Admin(base, ServerOptions.ADMIN, ServerOptions.ADMIN);
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

    /** The demo realm as it was after the import, without a trace of earlier tests. Takes a few seconds. */
    public RealmAdmin freshDemoRealm() {
        return admin.replaceRealm(realmRepresentation());
    }

    /** A realm of its own that is wired as the demo realm is, with its clients, tenants and people. */
    public RealmAdmin copyOfDemoRealm(String name) {
        return admin.createRealm(realmFile.as(name).text());
    }

    /** The demo realm's representation as the file has it, ready for the admin REST API. */
    public String realmRepresentation() {
        return realmFile.text();
    }

    @Override
    public Visitor visitor() {
        return new Visitor(base);
    }

    /** The server's clock. */
    public ServerClock clock() {
        return clock;
    }

    /** The mails that the server sent. */
    public Mailbox mailbox() {
        return mailbox;
    }

    /** The devices on which users approve CIBA logins. */
    public AuthenticationDevices devices() {
        return devices;
    }

    @Override
    public TestSupport support() {
        return support;
    }

    /** What the server has counted by now. */
    public Scrape metrics() {
        return Scrape.of(managementPort);
    }

    /** What the server had logged by the time it was ready, before any test. */
    public List<String> startLog() {
        return startLog;
    }

    /** What the server has logged. */
    public ServerLog log() {
        return running.log();
    }

    /** Puts a secret into the server's vault, for {@code ${vault.key}} in that realm. */
    public void putIntoVault(String realm, String key, String value) {
        // Keycloak's file vault joins realm and key by one underscore and doubles those inside.
        running.putIntoVault(realm.replace("_", "__") + "_" + key.replace("_", "__"), value);
    }

    @Override
    public void close() {
        running.close();
        mailbox.close();
        devices.close();
    }

    /**
     * A server on a new database with the demo realm. Takes the database that another server of this run has kept, since an
     * import takes longer than the start. If none has, it keeps its own.
     */
    public static KeycloakServer startWithDemo(KeycloakInstallation installation, Path log) {
        boolean restored = Installations.restore(installation);
        KeycloakServer server = start(installation, !restored, log);
        if (restored) {
            server.sendMailsHere();
        } else {
            server.admin.useTestKeyIn(MASTER);
            server.admin.useTestKeyIn(DEMO_REALM);
            server.keepSnapshot(Installations.snapshot(RunFiles.realmExport()));
        }
        return server;
    }

    /**
     * Starts a server on an installation's database as it is; whoever calls closes it.
     *
     * @param importing whether with {@code --import-realm}
     */
    public static KeycloakServer start(KeycloakInstallation installation, boolean importing, Path log) {
        Mailbox mailbox = new Mailbox();
        AuthenticationDevices devices = new AuthenticationDevices();
        try {
            Path vault = Files.createDirectories(installation.data().resolve("vault"));
            List<Integer> ports = Ports.free(2);
            List<String> options = new ArrayList<>(List.of("--optimized"));
            options.addAll(ServerOptions.startOptions(ports.get(0), ports.get(1), vault.toString(), devices));
            Map<String, String> environment = ServerOptions.environment(mailbox);
            environment.put(
                    TestSupportResourceProviderFactory.OWNER_PID,
                    Long.toString(ProcessHandle.current().pid()));
            if (importing) {
                options.add("--import-realm");
                environment.putAll(ServerOptions.bootstrapAdmin());
            }
            KeycloakProcess process = KeycloakProcess.launch(installation, "start", options, environment, log);
            process.awaitReady(ports.get(1), ServerOptions.START_LIMIT);
            return new KeycloakServer(
                    address(ports.get(0)), ports.get(1), new HostKeycloak(process, vault), mailbox, devices);
        } catch (ServerFailure e) {
            mailbox.close();
            devices.close();
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static URI address(int port) {
        return URI.create("http://localhost:" + port);
    }

    /** The mail server of the run that made the snapshot had another port. */
    private void sendMailsHere() {
        demo().update(realm -> realm.withObjectProperty("smtpServer").put("port", Integer.toString(mailbox.port())));
    }

    private void keepSnapshot(Path snapshot) {
        try {
            Files.createDirectories(snapshot.getParent());
            Path unfinished = RunFiles.work().resolve(snapshot.getFileName() + ".part");
            support.backUpDatabase(unfinished);
            Files.move(unfinished, snapshot, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
