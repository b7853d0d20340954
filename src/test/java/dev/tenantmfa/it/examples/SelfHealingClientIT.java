package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code examples/self-healing-client}: no call needs a login before it, whatever became of the session. */
@KeycloakIntegration
class SelfHealingClientIT {
    private static final String EXAMPLE = "self-healing-client";
    private static final Pattern SECRET = Pattern.compile("TENANT_MFA_SECRET=([A-Z2-7]{32})");

    @TempDir
    private Path folder;

    private KeycloakServer keycloak;
    private Person owner;

    @BeforeAll
    static void needsPython() {
        Program.require("Python 3.9 or newer", "python3", "-c", "import sys; sys.exit(sys.version_info < (3, 9))");
    }

    @BeforeEach
    void somebodyWithATenant(KeycloakServer server) {
        keycloak = server;
        owner = Tenants.newOwner(server);
    }

    @Test
    void setUpShowsTheSecretOnceAndKeepsItForItsOwnerAlone() throws IOException {
        Program.Finished setUp = run("setup").expectSuccess();

        String secret = secretIn(setUp.out());
        assertThat(setUp.out()).contains("backup codes: ").contains("The second factor is on.");
        assertThat(Files.readString(envFile())).contains(secret);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(envFile())))
                .isEqualTo("rw-------");
        Program.Finished status = run("status").expectSuccess();
        assertThat(status.out()).isEqualTo("second factor: on, backup codes left: 8\n");
    }

    @Test
    void anEndedSessionIsHealedByACodeOfItsOwn() {
        run("setup").expectSuccess();
        keycloak.demo().logOut(owner);

        Program.Finished call = run("tenant").expectSuccess();

        assertThat(call.out()).startsWith("Example ").endsWith(", active\n");
        assertThat(keycloak.demo().events(owner, "LOGIN"))
                .as("logins, the one of the set-up included")
                .hasSize(2);
    }

    @Test
    void anExpiredTokenIsHealed() {
        run("setup").expectSuccess();
        run("tenant").expectSuccess();
        keycloak.clock().advance(Duration.ofMinutes(20));

        assertThat(run("tenant").expectSuccess().err()).isEmpty();
    }

    @Test
    void aCodeThatSomebodyElseUsedIsWaitedFor() {
        AuthenticatorApp app =
                new AuthenticatorApp(secretIn(run("setup").expectSuccess().out()), keycloak.clock());
        keycloak.demo().logOut(owner);
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        assertThat(logIn(app.code()).isGranted()).isTrue();

        try (SharedClock clock = clockOfSomebodyPatient()) {
            run(clock, "tenant").expectSuccess();
            assertThat(clock.waits()).isEqualTo(1);
        }
    }

    @Test
    void aSecretThatIsNoLongerTheRightOneEndsAfterTwoCodes() throws IOException {
        String secret = secretIn(run("setup").expectSuccess().out());
        keycloak.demo().logOut(owner);
        Files.writeString(envFile(), Files.readString(envFile()).replace(secret, "A".repeat(32)));

        keycloak.clock().advance(Duration.ofSeconds(30));

        Program.Finished call;
        try (SharedClock clock = clockOfSomebodyPatient()) {
            call = run(clock, "tenant").expect(1);
        }

        assertThat(call.err())
                .startsWith("Two codes in a row were refused. Check this machine's clock")
                .doesNotContain("A".repeat(32))
                .doesNotContain(owner.password());
        Await.that(
                "two failures, and no more",
                Duration.ofSeconds(15),
                () -> keycloak.demo().failures(owner) == 2);
    }

    @Test
    void aWrongPasswordIsToldAndNotRepeated() throws IOException {
        run("setup").expectSuccess();
        keycloak.demo().logOut(owner);
        Files.writeString(envFile(), Files.readString(envFile()).replace(owner.password(), "wrong"));

        assertThat(run("tenant").expect(1).err())
                .isEqualTo("The login was refused: Invalid user credentials."
                        + " Check user name and password in the .env file.\n");
    }

    @Test
    void aFileThatOthersCanReadIsRefused() throws IOException {
        run("setup").expectSuccess();
        Files.setPosixFilePermissions(envFile(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run("tenant").expect(1).err()).contains("chmod 600");
    }

    /** A login of the same person elsewhere; made again while Keycloak's protector is still busy with the one before. */
    private Tokens logIn(String code) {
        return Await.value(
                "a login of " + owner.username(),
                Duration.ofSeconds(15),
                () -> Optional.of(keycloak.client("demo-cli").password(owner, "totp", code))
                        .filter(answer -> !answer.errorDescription().equals("Invalid user credentials")));
    }

    private Program.Finished run(String command) {
        try (SharedClock clock = new SharedClock(keycloak.clock())) {
            return run(clock, command);
        }
    }

    /** Whoever really waits for the next code gives Keycloak's protector the time to count the last failure. */
    private SharedClock clockOfSomebodyPatient() {
        int before = keycloak.demo().failures(owner);
        return new SharedClock(
                keycloak.clock(),
                () -> Await.that(
                        "the failure to be counted",
                        Duration.ofSeconds(15),
                        () -> keycloak.demo().failures(owner) > before));
    }

    private Program.Finished run(SharedClock clock, String command) {
        Program program = Program.inExample(
                        EXAMPLE,
                        "python3",
                        Program.resource("moved_clock.py"),
                        clock.url(),
                        Program.folderOf(EXAMPLE).toString(),
                        command)
                .with("TENANT_MFA_URL", keycloak.base() + "/realms/" + KeycloakServer.DEMO_REALM)
                .with("TENANT_MFA_ENV_FILE", envFile().toString());
        // Typed by the person at the set-up, read from the file ever after.
        return command.equals("setup") ? program.run(owner.username(), owner.password()) : program.run();
    }

    private Path envFile() {
        return folder.resolve(".env");
    }

    private static String secretIn(String text) {
        Matcher matcher = SECRET.matcher(text);
        assertThat(matcher.find()).as("a secret in: %s", text).isTrue();
        return matcher.group(1);
    }
}
