package dev.tenantmfa.demo;

import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.Ports;
import dev.tenantmfa.it.server.ServerFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the demo and stays until it is stopped. Run by Maven's profile {@code demo}.
 *
 * <p>Keycloak runs in production mode from an optimized build ({@code start --optimized}): {@code start-dev} looks at
 * each start whether it must build again and caches neither themes nor templates, which costs seconds each time. HTTP
 * without TLS and any host name are therefore switched on here by hand, on the loopback interface alone.
 */
public final class Demo {
    private static final List<String> BUILD_OPTIONS = List.of("--db=dev-file", "--health-enabled=true");
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    /** What a shell gives for a program that Ctrl-C or {@code kill} ended. */
    private static final List<Integer> STOPPED = List.of(0, 130, 143);

    private final Path root;
    private final Path folder;
    private final Path distribution;
    private final Path jar;
    private final int port;

    private Demo(Path root, Path distribution, Path jar, int port) {
        this.root = root;
        this.folder = distribution.resolveSibling("demo");
        this.distribution = distribution;
        this.jar = jar;
        this.port = port;
    }

    /**
     * Reads the system properties {@code project.root}, {@code keycloak.home} (the unpacked distribution),
     * {@code provider.jar}, {@code keycloak.http.port} and {@code keycloak.reset}.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Demo demo = new Demo(
                Path.of(System.getProperty("project.root")).toAbsolutePath(),
                Path.of(System.getProperty("keycloak.home")).toAbsolutePath(),
                Path.of(System.getProperty("provider.jar")).toAbsolutePath(),
                Integer.getInteger("keycloak.http.port", 8080));
        demo.run(Boolean.getBoolean("keycloak.reset"));
    }

    private void run(boolean reset) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new DemoFailure("The demo of this directory runs already. Stop it first (Ctrl-C where it runs).");
            }
            serve(reset);
        }
    }

    private void serve(boolean reset) throws IOException, InterruptedException {
        if (!Ports.isFree(port)) {
            throw new DemoFailure("Port " + port + " is in use by another program." + leftOver()
                    + " Choose another port with ./mvnw -Pdemo -Dkeycloak.http.port=" + (port + 1));
        }
        DemoData data = DemoData.open(folder, realmFile(), reset);
        if (!Ports.isFree(data.mailPort())) {
            throw new DemoFailure(
                    "Port " + data.mailPort() + ", to which this demo's database sends its mails, is in use"
                            + " by another program." + leftOver()
                            + " Stop that program, or start with a new database: ./mvnw -Pdemo -Dkeycloak.reset=true");
        }
        say("Preparing Keycloak (half a minute when the JAR is new, else nothing to do) ...");
        KeycloakInstallation installation = KeycloakInstallation.prepare(
                distribution, folder.resolve("keycloak"), List.of(jar), BUILD_OPTIONS, folder.resolve("build.log"));
        data.layOut(installation);
        say("Starting Keycloak ...");
        int managementPort = Ports.free(1).get(0);
        try (MailFolder mails = MailFolder.open(data.mailPort(), folder.resolve("mailbox"));
                SmsFolder messages = SmsFolder.open(mails.folder());
                KeycloakProcess keycloak = KeycloakProcess.launch(
                        installation,
                        "start",
                        options(managementPort, messages),
                        environment(data),
                        folder.resolve("server.log"))) {
            Files.writeString(pidFile(), Long.toString(keycloak.pid()));
            keycloak.awaitReady(managementPort, START_LIMIT);
            data.keep();
            say(welcome(mails.folder(), keycloak.log().file()));
            if (data.isOlderThanRealmFile()) {
                say("realm-export.json has changed since this database was made; -Dkeycloak.reset=true imports it.\n");
            }
            int exitCode = keycloak.awaitEnd();
            if (!STOPPED.contains(exitCode)) {
                throw new DemoFailure("Keycloak ended with exit code " + exitCode + ". The end of its log:\n"
                        + keycloak.log().tail());
            }
        } catch (ServerFailure e) {
            throw new DemoFailure(e.getMessage());
        } finally {
            Files.deleteIfExists(pidFile());
        }
    }

    private List<String> options(int managementPort, SmsFolder messages) {
        return List.of(
                "--optimized",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--http-management-port=" + managementPort,
                "--hostname-strict=false",
                "--cache=local",
                "--spi-tmfa-sms-gateway--http--url=" + messages.address(),
                "--spi-tmfa-sms-gateway--http--format=json",
                // Readiness is asked for so often that the answers would fill the log.
                "--log-level=info,io.smallrye.health:warn",
                "--import-realm");
    }

    private static Map<String, String> environment(DemoData data) {
        Map<String, String> environment = new HashMap<>(KeycloakProcess.smallHeap());
        environment.put("TENANT_MFA_SMTP_HOST", "localhost");
        environment.put("TENANT_MFA_SMTP_PORT", Integer.toString(data.mailPort()));
        if (data.isNew()) {
            environment.put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
            environment.put("KC_BOOTSTRAP_ADMIN_PASSWORD", "admin");
        }
        return environment;
    }

    private String welcome(Path mails, Path log) {
        return """

            Keycloak with keycloak-tenant-mfa is ready.

              Account console   http://localhost:%1$d/realms/demo/account
              Console of owners http://localhost:%1$d/realms/demo/tenants/console/
              Administration    http://localhost:%1$d/admin   (admin / admin, realm "demo")
              Users             owner@acme.test  admin@acme.test  member@acme.test   (acme does not require MFA)
                                owner@globex.test  alice@globex.test                 (globex requires MFA)
                                all have the password Demo-Passw0rd!
              Mails and SMS     %2$s (.eml and .txt files)
              Log               %3$s

            Ctrl-C stops it. Its data stay until ./mvnw clean or the next start with -Dkeycloak.reset=true.
            """.formatted(port, root.relativize(mails), root.relativize(log));
    }

    /** A demo whose Maven was killed hard leaves its Keycloak behind. */
    private String leftOver() throws IOException {
        if (!Files.exists(pidFile())) {
            return "";
        }
        long pid = Long.parseLong(Files.readString(pidFile()));
        return ProcessHandle.of(pid).isPresent()
                ? " A Keycloak of an earlier demo seems to run still, as process " + pid + "."
                : "";
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }

    private Path realmFile() {
        return root.resolve("realm-export.json");
    }

    private static void say(String text) {
        System.out.println(text);
    }
}
