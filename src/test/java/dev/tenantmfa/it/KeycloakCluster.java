package dev.tenantmfa.it;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.ServerFailure;
import dev.tenantmfa.it.support.TestSupportResourceProviderFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two Keycloaks in production mode on one PostgreSQL, with the JAR as it is shipped, the demo realm imported.
 *
 * <p>Both say that they are {@value #PUBLIC_ADDRESS}, where nobody listens: actors go to a node by its port, and what
 * pages and tokens name is the same at both, as behind a load balancer without sticky sessions.
 *
 * <p>System properties beside those of {@link KeycloakServer}: {@code keycloak.features}, Keycloak features to build with;
 * {@value #STATELESS} is the one that tests know of.
 */
public final class KeycloakCluster implements AutoCloseable {
    static final String ADMIN = "admin";
    static final String PUBLIC_ADDRESS = "https://id.tenant-mfa.test";
    /** Where the nodes say that they are. */
    public static final URI PUBLIC = URI.create(PUBLIC_ADDRESS);

    /** What the manifest of the second build of the JAR says. */
    public static final String NEXT_VERSION = "next";

    private static final String FEATURES = "keycloak.features";
    private static final String STATELESS = "stateless";
    private static final String DATABASE_USER = "postgres";

    private final Mailbox mailbox;
    private final EmbeddedPostgres database;
    private final Path work;
    private final KeycloakNode first;
    private final KeycloakNode second;
    private KeycloakInstallation installation;

    private KeycloakCluster(Mailbox mailbox, EmbeddedPostgres database, KeycloakInstallation shipped, Path work) {
        this.mailbox = mailbox;
        this.database = database;
        this.work = work;
        this.installation = shipped;
        this.first = new KeycloakNode("node-1", work, options(database), environment(mailbox));
        this.second = new KeycloakNode("node-2", work, options(database), environment(mailbox));
    }

    /** The mails that both nodes sent. */
    public Mailbox mailbox() {
        return mailbox;
    }

    public KeycloakNode first() {
        return first;
    }

    public KeycloakNode second() {
        return second;
    }

    public List<KeycloakNode> nodes() {
        return List.of(first, second);
    }

    /** A realm of its own that is wired as the demo realm is, with its clients, tenants and people. */
    public RealmAdmin copyOfDemoRealm(String name) {
        return first.admin()
                .createRealm(RealmFile.mailingTo(mailbox.port()).as(name).text());
    }

    /** The node that is not this one. */
    public KeycloakNode other(KeycloakNode node) {
        return node == first ? second : first;
    }

    /** Whether what waits for a code and the limits lie in the database, and changes reach the other node by it. */
    public boolean isStateless() {
        return STATELESS.equals(System.getProperty(FEATURES));
    }

    /** Changes the database past Keycloak: for rows that take too long to make one by one. */
    public void sql(String statement) {
        try (Connection connection = database.getPostgresDatabase().getConnection();
                Statement call = connection.createStatement()) {
            call.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts a node that is down, and waits until it serves and sees the other one. */
    public void start(KeycloakNode node) {
        start(List.of(node));
    }

    /** Stops both nodes and starts them at the same time. */
    public void restart() {
        nodes().forEach(KeycloakNode::stop);
        start(nodes());
    }

    /** From here on nodes start with a JAR that differs from the shipped one only in its version. */
    public void upgrade() {
        installation = install(work, "keycloak-next", List.of(NextVersion.of(shippedJar(), work), supportJar(work)));
    }

    /** Starts what an earlier test left down. */
    void repair() {
        start(nodes().stream().filter(node -> !node.isRunning()).toList());
    }

    private void start(List<KeycloakNode> down) {
        down.forEach(node -> node.launch(installation));
        down.forEach(KeycloakNode::awaitReady);
        int running = (int) nodes().stream().filter(KeycloakNode::isRunning).count();
        down.forEach(node -> node.awaitMembers(running));
    }

    @Override
    public void close() {
        nodes().forEach(KeycloakNode::close);
        mailbox.close();
        try {
            database.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KeycloakCluster start() {
        long begin = System.nanoTime();
        String features = System.getProperty(FEATURES);
        Path work = RunFiles.work().resolve(features == null ? "cluster" : "cluster-" + features);
        SupportJar.write(supportJar(work));
        Mailbox mailbox = new Mailbox();
        KeycloakCluster cluster = null;
        try {
            KeycloakInstallation installation = install(work, "keycloak", List.of(shippedJar(), supportJar(work)));
            Path imports = Files.createDirectories(installation.data().resolve("import"));
            Files.writeString(imports.resolve("demo-realm.json"), realm());
            EmbeddedPostgres database = EmbeddedPostgres.builder()
                    .setDataDirectory(work.resolve("postgres"))
                    .start();
            cluster = new KeycloakCluster(mailbox, database, installation, work);
            // The first one alone makes the tables and imports the realm.
            cluster.first.launch(installation, "--import-realm");
            cluster.first.awaitReady();
            cluster.start(cluster.second);
            cluster.first.admin().useTestKeyIn(Keycloak.MASTER);
            cluster.first.admin().useTestKeyIn(Keycloak.DEMO_REALM);
            System.out.println("Two nodes are ready after "
                    + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s, logs in " + work);
            return cluster;
        } catch (ServerFailure e) {
            if (cluster != null) {
                cluster.close();
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The demo realm without what would hide that things happen at once: hashes that keep a node busy, and Keycloak's
     * protector, which lets one attempt of a person in at a time.
     */
    private static String realm() throws IOException {
        ObjectNode realm = Json.object(Json.parse(Files.readString(RunFiles.realmExport())));
        realm.put("passwordPolicy", "length(8) and hashAlgorithm(pbkdf2-sha256) and hashIterations(1)");
        realm.put("bruteForceProtected", false);
        realm.withObjectProperty("attributes").put(RealmFile.REMINDERS, "false");
        return Json.write(realm);
    }

    private static Path shippedJar() {
        return Path.of(RunFiles.required("provider.jar"));
    }

    private static Path supportJar(Path work) {
        return work.resolve("tenant-mfa-test-support.jar");
    }

    private static KeycloakInstallation install(Path work, String name, List<Path> jars) {
        return KeycloakInstallation.prepare(
                Path.of(RunFiles.required("keycloak.home")),
                work.resolve(name),
                jars,
                buildOptions(),
                work.resolve(name + "-build.log"));
    }

    private static List<String> buildOptions() {
        List<String> options =
                new ArrayList<>(List.of("--db=postgres", "--health-enabled=true", "--metrics-enabled=true"));
        String features = System.getProperty(FEATURES);
        if (features != null) {
            options.add("--features=" + features);
        }
        return options;
    }

    private static List<String> options(EmbeddedPostgres database) {
        List<String> options = new ArrayList<>(List.of(
                "--optimized",
                "--db-url=" + database.getJdbcUrl(DATABASE_USER, DATABASE_USER),
                "--db-username=" + DATABASE_USER,
                "--db-password=" + DATABASE_USER,
                "--http-enabled=true",
                "--hostname=" + PUBLIC_ADDRESS,
                "--cache=ispn",
                ServerOptions.remindersEach(Duration.ofSeconds(2)),
                ServerOptions.FOLLOWING,
                "--log-level=info,dev.tenantmfa:debug,io.smallrye.health:warn"));
        options.addAll(ServerOptions.cheapHashes());
        return options;
    }

    private static Map<String, String> environment(Mailbox mailbox) {
        Map<String, String> environment = new HashMap<>(KeycloakProcess.shortLived());
        environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN);
        environment.put("TENANT_MFA_SMTP_HOST", "localhost");
        environment.put("TENANT_MFA_SMTP_PORT", Integer.toString(mailbox.port()));
        environment.put(
                TestSupportResourceProviderFactory.OWNER_PID,
                Long.toString(ProcessHandle.current().pid()));
        return environment;
    }
}
