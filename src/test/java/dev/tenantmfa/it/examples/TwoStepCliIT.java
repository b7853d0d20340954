package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code examples/two-step-cli}: password, then a code; the tokens stay encrypted. */
@KeycloakIntegration
class TwoStepCliIT {
    private static final String EXAMPLE = "two-step-cli";
    private static final String PASSPHRASE = "a passphrase of the test";
    private static final String MAX_FAILURES = "tenant-mfa.max-failures-per-hour";
    private static final String APP = "1";
    private static final String BACKUP_CODE = "2";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsPython() {
        Program.require(
                "Python 3.9 or newer with the library cryptography",
                "python3",
                "-c",
                "import sys, cryptography; sys.exit(sys.version_info < (3, 9))");
    }

    @Test
    void withoutASecondFactorOneStepIsEnough(KeycloakServer keycloak) {
        Person owner = Tenants.newOwner(keycloak);

        cli(keycloak, "login", owner.username()).run(owner.password()).expectSuccess();

        Program.Finished whoAmI = cli(keycloak, "whoami").run().expectSuccess();
        assertThat(whoAmI.out()).startsWith(owner.email() + "\n  OWNER of Example ");
        assertThat(whoAmI.out()).endsWith("  second factor: off\n");
    }

    @Test
    void theAuthenticatorAppIsTheSecondStep(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);

        Program.Finished login = cli(keycloak, "login", enrolled.person().username())
                .run(enrolled.person().password(), APP, enrolled.app().code())
                .expectSuccess();

        assertThat(login.out())
                .contains("Enter the code of your authenticator app: ")
                .contains("Logged in.");
        assertThat(cli(keycloak, "whoami").run().expectSuccess().out()).endsWith("  second factor: on\n");
    }

    @Test
    void aWrongCodeMayBeFollowedByARightOne(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);

        Program.Finished login;
        try (Program.Running running =
                cli(keycloak, "login", enrolled.person().username()).start()) {
            running.type(enrolled.person().password());
            running.type(BACKUP_CODE);
            running.type("0000000000");
            // Nobody types so fast that Keycloak's protector is still busy with the code before.
            Await.that(
                    "the failure to be counted",
                    Duration.ofSeconds(15),
                    () -> keycloak.demo().failures(enrolled.person()) == 1);
            running.type(enrolled.codes().get(0));
            login = running.awaitEnd().expectSuccess();
        }

        assertThat(login.out()).contains("The code was incorrect.").contains("Logged in.");
    }

    @Test
    void aWrongPasswordIsToldBeforeAnyCode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);

        Program.Finished login = cli(keycloak, "login", enrolled.person().username())
                .run("wrong", APP, enrolled.app().code())
                .expect(1);

        assertThat(login.err()).isEqualTo("Invalid user credentials\n");
        assertThat(tokenFile()).doesNotExist();
    }

    @Test
    void tokensLieEncryptedAndForTheirOwnerAlone(KeycloakServer keycloak) throws IOException {
        Person owner = Tenants.newOwner(keycloak);

        cli(keycloak, "login", owner.username()).run(owner.password()).expectSuccess();

        // Tokens are JWTs, and all of those have a header that begins so.
        assertThat(Files.readString(tokenFile())).doesNotContain("eyJhbGciOi");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(tokenFile())))
                .isEqualTo("rw-------");
        assertThat(cli(keycloak, "whoami")
                        .with("TENANT_MFA_PASSPHRASE", "another one")
                        .run()
                        .expect(1)
                        .err())
                .startsWith("The passphrase is wrong");
    }

    @Test
    void anExpiredTokenIsRefreshedUnseen(KeycloakServer keycloak) {
        Person owner = Tenants.newOwner(keycloak);
        cli(keycloak, "login", owner.username()).run(owner.password()).expectSuccess();
        keycloak.clock().advance(Duration.ofMinutes(20));

        assertThat(cli(keycloak, "whoami").run().expectSuccess().out()).startsWith(owner.email());
    }

    @Test
    void aSessionThatEndedIsTold(KeycloakServer keycloak) {
        Person owner = Tenants.newOwner(keycloak);
        cli(keycloak, "login", owner.username()).run(owner.password()).expectSuccess();
        keycloak.demo().logOut(owner);

        assertThat(cli(keycloak, "refresh").run().expect(1).err())
                .isEqualTo("The session has ended. Run: ./run login\n");
    }

    @Test
    void logoutEndsTheSessionAndForgetsTheTokens(KeycloakServer keycloak) {
        Person owner = Tenants.newOwner(keycloak);
        cli(keycloak, "login", owner.username()).run(owner.password()).expectSuccess();

        cli(keycloak, "refresh").run().expectSuccess();
        cli(keycloak, "logout").run().expectSuccess();

        assertThat(tokenFile()).doesNotExist();
        assertThat(keycloak.demo()
                        .get("/users/" + owner.id() + "/sessions")
                        .expect(200)
                        .json())
                .isEmpty();
        assertThat(cli(keycloak, "whoami").run().expect(1).err()).isEqualTo("Not logged in. Run: ./run login\n");
    }

    @Test
    void tooManyWrongCodesAreToldWithTheTimeToWait(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        keycloak.demo().setAttribute(MAX_FAILURES, "1");
        try (Program.Running running =
                cli(keycloak, "login", enrolled.person().username()).start()) {
            running.type(enrolled.person().password());
            running.type(BACKUP_CODE);
            running.type("0000000000");
            Await.that(
                    "the failure to be counted",
                    Duration.ofSeconds(15),
                    () -> keycloak.demo().failures(enrolled.person()) == 1);
            running.type(enrolled.codes().get(0));

            assertThat(running.awaitEnd().expect(75).err())
                    .matches("Too many attempts\\. Try again in \\d+ minutes\\. \\(\\d+ seconds\\)\n");
        } finally {
            keycloak.demo().setAttribute(MAX_FAILURES, "10");
        }
    }

    @Test
    void aMessageIsTheSecondStep(KeycloakServer keycloak) {
        Person owner = Tenants.newOwner(keycloak);
        Phone phone = Phone.setUp(keycloak, owner);

        try (Program.Running login = cli(keycloak, "login", owner.username()).start()) {
            login.type(owner.password());
            login.awaitLineFrom(0);
            String old = phone.code(2);
            keycloak.clock().advance(Duration.ofMinutes(6));
            login.type(old);
            login.type(phone.code(3));
            assertThat(login.awaitEnd().expectSuccess().out())
                    .contains("A code has been sent to " + phone.masked() + ".")
                    .contains("The code expired. A new code has been sent to " + phone.masked() + ".")
                    .doesNotContain(phone.number());
        }
    }

    @Test
    void whoMustHaveASecondFactorSetsOneUp(KeycloakServer keycloak) {
        Person owner = Tenants.newOwner(keycloak);
        Tenants.demandSecondFactor(keycloak, owner);

        try (Program.Running login = cli(keycloak, "login", owner.username()).start()) {
            login.type(owner.password());
            String secret = login.awaitLine("  secret: ").substring("  secret: ".length());
            login.type(new AuthenticatorApp(secret, keycloak.clock()).code());
            login.awaitEnd().expectSuccess();
        }

        assertThat(cli(keycloak, "whoami").run().expectSuccess().out()).endsWith("  second factor: on\n");
    }

    private Program cli(KeycloakServer keycloak, String... command) {
        String[] line = new String[command.length + 1];
        line[0] = Program.folderOf(EXAMPLE).resolve("run").toString();
        System.arraycopy(command, 0, line, 1, command.length);
        return Program.inExample(EXAMPLE, line)
                .with("TENANT_MFA_URL", keycloak.base() + "/realms/" + KeycloakServer.DEMO_REALM)
                .with("TENANT_MFA_TOKEN_FILE", tokenFile().toString())
                .with("TENANT_MFA_PASSPHRASE", PASSPHRASE);
    }

    private Path tokenFile() {
        return folder.resolve("tokens");
    }
}
