package dev.tenantmfa.it;

import dev.tenantmfa.it.actors.Admin;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.server.ContainerKeycloak;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

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
 *   <li>{@code keycloak.log}: the server's log level, default {@value #LOG_LEVEL}; {@code debug} for all
 *   <li>{@code keycloak.fresh}: {@code true} to import the realm instead of taking a snapshot
 * </ul>
 */
public final class KeycloakServer implements Keycloak, AutoCloseable {
    private static final String ADMIN = "admin";
    /** Readiness is asked for so often that the answers would fill the log. */
    private static final String LOG_LEVEL = "info,dev.tenantmfa:debug,org.keycloak:debug,"
            + "org.keycloak.transaction:info,org.keycloak.broker.provider.mappersync:info,org.keycloak.quarkus:info,"
            + "io.smallrye.health:warn";

    private static final Duration START_LIMIT = Duration.ofMinutes(5);
    private static final List<String> BUILD_OPTIONS =
            // Docker is a login method that Keycloak has and does not switch on by itself.
            List.of(
                    "--db=dev-file",
                    "--health-enabled=true",
                    "--metrics-enabled=true",
                    "--vault=file",
                    "--features=docker");

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

    private KeycloakServer(
            URI base, int managementPort, RunningKeycloak running, Mailbox mailbox, AuthenticationDevices devices) {
        this.base = base;
        this.managementPort = managementPort;
        this.running = running;
        this.startLog = running.log().lines();
        this.mailbox = mailbox;
        this.devices = devices;
        this.realmFile = RealmFile.mailingTo(mailbox.port());
        this.admin = new Admin(base, ADMIN, ADMIN);
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

    static KeycloakServer start() {
        long begin = System.nanoTime();
        KeycloakServer server = switch (ServerRuntime.chosen()) {
            case DISTRIBUTION -> startFromDistribution();
            case CONTAINER -> startInContainer();
        };
        // Tests count mails. Those about reminders have a realm of their own.
        server.demo().setAttribute(RealmFile.REMINDERS, "false");
        System.out.println("Keycloak is ready at " + server.base() + " after "
                + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s, log in "
                + server.log().file());
        return server;
    }

    private static KeycloakServer startFromDistribution() {
        KeycloakInstallation installation = install("keycloak");
        boolean restored = restore(installation);
        try {
            KeycloakServer server = start(installation, !restored, work().resolve("server.log"));
            if (restored) {
                server.sendMailsHere();
            } else {
                server.keepSnapshot(snapshot(realmExport()));
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static KeycloakServer startInContainer() {
        String image = "quay.io/keycloak/keycloak:" + required("keycloak.server.version");
        System.out.println("Starting a container of " + image);
        Mailbox mailbox = new Mailbox();
        AuthenticationDevices devices = new AuthenticationDevices();
        try {
            List<Integer> ports = Ports.free(2);
            List<String> options = new ArrayList<>(BUILD_OPTIONS);
            options.addAll(startOptions(ports.get(0), ports.get(1), ContainerKeycloak.VAULT, devices));
            ContainerKeycloak keycloak = ContainerKeycloak.start(
                    image,
                    providers(),
                    realmExport(),
                    options,
                    environment(mailbox),
                    ports.get(1),
                    START_LIMIT,
                    work().resolve("server.log"));
            return new KeycloakServer(address(ports.get(0)), ports.get(1), keycloak, mailbox, devices);
        } catch (ServerFailure e) {
            mailbox.close();
            devices.close();
            throw e;
        }
    }

    /**
     * Another installation with the same JARs, for a test that wants a server of its own, which is then a process whatever
     * the runtime of the shared one; what lies in its data directory stays.
     *
     * @param name    of its directory under {@code target/it}
     * @param options of {@code kc.sh build}, beside the usual ones
     */
    public static KeycloakInstallation install(String name, String... options) {
        List<String> all = new ArrayList<>(BUILD_OPTIONS);
        all.addAll(List.of(options));
        return KeycloakInstallation.prepare(
                Path.of(required("keycloak.home")),
                work().resolve(name),
                providers(),
                all,
                work().resolve(name + "-build.log"));
    }

    /** An installation with none of our JARs; what lies in its data directory stays. */
    public static KeycloakInstallation installWithoutJars(String name, Path log) {
        return KeycloakInstallation.prepare(
                Path.of(required("keycloak.home")), work().resolve(name), List.of(), BUILD_OPTIONS, log);
    }

    /** Takes the installation's database away, and puts the demo realm where {@code --import-realm} finds it. */
    public static void clear(KeycloakInstallation installation) throws IOException {
        layOutData(installation.data(), realmExport(), null);
    }

    /**
     * A server on a new database with the demo realm. Takes the database that the shared server of this run has kept, if
     * there is one, since an import takes longer than the start.
     */
    public static KeycloakServer startWithDemo(KeycloakInstallation installation, Path log) {
        boolean restored = restore(installation);
        KeycloakServer server = start(installation, !restored, log);
        if (restored) {
            server.sendMailsHere();
        }
        return server;
    }

    /** As {@link #clear}, but with the database that the shared server has kept. Returns false if it has kept none. */
    public static boolean restore(KeycloakInstallation installation) {
        Path realm = realmExport();
        Path snapshot = snapshot(realm);
        boolean kept = Files.exists(snapshot) && !Boolean.getBoolean("keycloak.fresh");
        try {
            layOutData(installation.data(), realm, kept ? snapshot : null);
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #clear}, with another realm file. */
    public static void clear(KeycloakInstallation installation, Path realm) throws IOException {
        layOutData(installation.data(), realm, null);
    }

    private static Path snapshot(Path realm) {
        return shared().resolve("snapshots").resolve(snapshotName(realm));
    }

    /** The realm file of this project. */
    public static Path realmExport() {
        return Path.of(System.getProperty("project.root", ""))
                .resolve("realm-export.json")
                .toAbsolutePath();
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
            options.addAll(startOptions(ports.get(0), ports.get(1), vault.toString(), devices));
            Map<String, String> environment = environment(mailbox);
            environment.put(
                    TestSupportResourceProviderFactory.OWNER_PID,
                    Long.toString(ProcessHandle.current().pid()));
            if (importing) {
                options.add("--import-realm");
                environment.putAll(bootstrapAdmin());
            }
            KeycloakProcess process = KeycloakProcess.launch(installation, "start", options, environment, log);
            process.awaitReady(ports.get(1), START_LIMIT);
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

    /** Runs a command that ends by itself, {@code import} or {@code export}, on an installation without a server. */
    public static ServerLog run(KeycloakInstallation installation, String command, List<String> options, Path log) {
        List<String> all = new ArrayList<>(List.of("--optimized"));
        all.addAll(options);
        Map<String, String> environment = new HashMap<>(KeycloakProcess.smallHeap());
        // The first command on an empty database makes the master realm, with the administrator in it.
        environment.putAll(bootstrapAdmin());
        KeycloakProcess process = KeycloakProcess.launch(installation, command, all, environment, log);
        process.awaitSuccess(START_LIMIT);
        return process.log();
    }

    private static Path work() {
        return shared().resolve("fork-" + System.getProperty("tmfa.fork", "1"));
    }

    /** What all forks of a run use together. */
    private static Path shared() {
        return Path.of(required("keycloak.home")).resolveSibling("it").toAbsolutePath();
    }

    private static URI address(int port) {
        return URI.create("http://localhost:" + port);
    }

    private static List<Path> providers() {
        Path supportJar = work().resolve("tenant-mfa-test-support.jar");
        TestSupport.writeProviderJar(supportJar);
        return List.of(Path.of(required("provider.jar")), supportJar);
    }

    /** Instead of each quarter of an hour. */
    static final String REMINDERS_EACH_SECOND = "--spi-events-listener--tmfa-reminders--interval=1";

    /** What passwords and backup codes cost says nothing in these tests; the benchmark pays the usual price. */
    public static List<String> cheapHashes() {
        return List.of("--spi-password-hashing--argon2--memory=512", "--spi-password-hashing--argon2--iterations=1");
    }

    private static List<String> startOptions(
            int port, int managementPort, String vault, AuthenticationDevices devices) {
        List<String> options = new ArrayList<>(List.of(
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname=" + address(port),
                "--cache=local",
                "--vault-dir=" + vault,
                "--spi-ciba-auth-channel--ciba-http-auth-channel--http-authentication-channel-uri=" + devices.address(),
                // Else Keycloak's protector refuses, for a moment after an answer, the next login of the same person.
                "--spi-brute-force-protector--default-brute-force-detector--allow-concurrent-requests=true",
                "--log-level=" + System.getProperty("keycloak.log", LOG_LEVEL)));
        options.add(REMINDERS_EACH_SECOND);
        options.addAll(cheapHashes());
        return options;
    }

    private static Map<String, String> environment(Mailbox mailbox) {
        Map<String, String> environment = new HashMap<>(KeycloakProcess.smallHeap());
        environment.put("TENANT_MFA_SMTP_HOST", "localhost");
        environment.put("TENANT_MFA_SMTP_PORT", Integer.toString(mailbox.port()));
        return environment;
    }

    private static Map<String, String> bootstrapAdmin() {
        return Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN, "KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
    }

    /** An older Keycloak cannot read a newer one's database, and a newer one would migrate it at each start. */
    private static String snapshotName(Path realm) {
        Path distribution = Path.of(required("keycloak.home")).getFileName();
        return distribution + "-" + KeycloakInstallation.sha256(realm) + ".zip";
    }

    private static void layOutData(Path data, Path realm, Path snapshot) throws IOException {
        KeycloakInstallation.delete(data);
        Path imports = Files.createDirectories(data.resolve("import"));
        Files.copy(realm, imports.resolve("demo-realm.json"));
        if (snapshot == null) {
            return;
        }
        Path database = Files.createDirectories(data.resolve("h2"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(snapshot))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, database.resolve(Path.of(entry.getName()).getFileName()));
            }
        }
    }

    /** The mail server of the run that made the snapshot had another port. */
    private void sendMailsHere() {
        demo().update(realm -> realm.withObjectProperty("smtpServer").put("port", Integer.toString(mailbox.port())));
    }

    private void keepSnapshot(Path snapshot) throws IOException {
        Files.createDirectories(snapshot.getParent());
        Path unfinished = work().resolve(snapshot.getFileName() + ".part");
        support.backUpDatabase(unfinished);
        Files.move(unfinished, snapshot, StandardCopyOption.REPLACE_EXISTING);
    }

    static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(
                    "Integration tests run under Maven (./mvnw verify), which sets " + property);
        }
        return value;
    }
}
