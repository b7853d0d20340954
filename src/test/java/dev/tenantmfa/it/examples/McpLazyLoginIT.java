package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code examples/mcp-lazy-login} over stdio, by the client of the official SDK. */
@KeycloakIntegration
class McpLazyLoginIT {
    private static final String EXAMPLE = "mcp-lazy-login";
    private static final String WRONG =
            "result: The 2FA code was incorrect. Please ask the user for a new code and try again.";
    private static final String EXPIRED =
            "result: The 2FA code expired. A new code has been sent. Please ask the user for the new code.";
    private static final String SUCCESS = "result: Authentication successful";
    private static final String PORTFOLIO = "result: {\"tenant\":\"Example ";

    private static Path installed;

    private KeycloakServer keycloak;
    private Person person;

    /** In a folder of the build, so that the example itself stays as it is. */
    @BeforeAll
    static void needsNodeAndItsPackages() throws IOException {
        Program.require(
                "Node.js 18 or newer", "node", "-e", "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)");
        installed = Path.of(System.getProperty("project.root", ""), "target", "it", EXAMPLE)
                .toAbsolutePath();
        Files.createDirectories(installed.resolve("src"));
        for (String file : List.of("package.json", "package-lock.json")) {
            copy(Program.folderOf(EXAMPLE).resolve(file), installed.resolve(file));
        }
        try (Stream<Path> sources = Files.list(Program.folderOf(EXAMPLE).resolve("src"))) {
            sources.forEach(source -> copy(
                    source,
                    installed.resolve("src").resolve(source.getFileName().toString())));
        }
        if (!Files.exists(installed.resolve("node_modules").resolve(".package-lock.json"))) {
            Program.require(
                    "the packages that npm ci fetches",
                    "npm",
                    "ci",
                    "--prefix",
                    installed.toString(),
                    "--prefer-offline",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund");
        }
    }

    @BeforeEach
    void somebodyWithAPhone(KeycloakServer server) {
        keycloak = server;
        // Keycloak's protector may still be busy with a wrong code when the right one comes, and then refuses it.
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", false));
        person = Tenants.newOwner(keycloak);
    }

    @AfterEach
    void withKeycloaksProtector() {
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", true));
    }

    @Test
    void theAgentAsksForTheCodeThatItNeeds() {
        Phone phone = Phone.setUp(keycloak, person);
        try (Agent agent = new Agent()) {
            String asked = agent.call("get_portfolio");
            String code = phone.code(2);

            assertThat(asked)
                    .isEqualTo("error: 2FA code required. A code has been sent to " + phone.masked()
                            + ". Call enter_two_factor_code with the code.");
            assertThat(agent.call("enter_two_factor_code " + Phone.wrong(code))).isEqualTo(WRONG);
            assertThat(agent.call("get_portfolio")).as("no second message").isEqualTo(asked);
            assertThat(phone.messages()).isEqualTo(2);
            assertThat(agent.call("enter_two_factor_code " + code)).isEqualTo(SUCCESS);
            assertThat(agent.call("get_portfolio")).startsWith(PORTFOLIO).contains("World Equity ETF");
        }
    }

    @Test
    void anExpiredCodeIsReplacedAndToldSo() {
        Phone phone = Phone.setUp(keycloak, person);
        try (Agent agent = new Agent()) {
            agent.call("get_portfolio");
            String old = phone.code(2);
            keycloak.clock().advance(Duration.ofMinutes(6));

            assertThat(agent.call("enter_two_factor_code " + old)).isEqualTo(EXPIRED);
            assertThat(agent.call("enter_two_factor_code " + phone.code(3))).isEqualTo(SUCCESS);
        }
    }

    @Test
    void aLoginThatWasForgottenBeginsAgain() {
        Phone phone = Phone.setUp(keycloak, person);
        try (Agent agent = new Agent()) {
            agent.call("get_portfolio");
            String old = phone.code(2);
            keycloak.clock().advance(Duration.ofHours(2));

            assertThat(agent.call("enter_two_factor_code " + old)).isEqualTo(EXPIRED);
            assertThat(agent.call("enter_two_factor_code " + phone.code(3))).isEqualTo(SUCCESS);
            assertThat(agent.call("get_portfolio")).startsWith(PORTFOLIO);
        }
    }

    @Test
    void tokensAreRefreshedUntilTheSessionEnds() {
        Phone phone = Phone.setUp(keycloak, person);
        try (Agent agent = new Agent()) {
            agent.call("get_portfolio");
            agent.call("enter_two_factor_code " + phone.code(2));
            keycloak.clock().advance(Duration.ofMinutes(20));
            assertThat(agent.call("get_portfolio")).startsWith(PORTFOLIO);

            keycloak.demo().logOut(person);
            // A login that begins in the same second as the logout counts as begun before it.
            keycloak.clock().advance(Duration.ofSeconds(2));

            assertThat(agent.call("get_portfolio")).startsWith("error: 2FA code required.");
        }
    }

    @Test
    void somebodyWithAnAppIsAskedForItsCode() {
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);
        try (Agent agent = new Agent()) {
            assertThat(agent.call("get_portfolio"))
                    .isEqualTo("error: 2FA code required. It is in the person's authenticator app."
                            + " Call enter_two_factor_code with the code.");
            assertThat(agent.call("enter_two_factor_code " + enrolled.app().code()))
                    .isEqualTo(SUCCESS);
            assertThat(agent.call("get_portfolio")).startsWith(PORTFOLIO);
        }
    }

    @Test
    void withoutASecondFactorNothingIsShown() {
        try (Agent agent = new Agent()) {
            assertThat(agent.call("get_portfolio")).startsWith("error: This account has no second factor");
        }
    }

    @Test
    void aWrongPasswordIsToldAsSuch() {
        person = new Person(person.id(), person.username(), person.email(), "wrong");
        try (Agent agent = new Agent()) {
            assertThat(agent.call("get_portfolio")).isEqualTo("error: Invalid user credentials.");
        }
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody who types tool calls. */
    private final class Agent implements AutoCloseable {
        private final Program.Running program;

        Agent() {
            program = Program.in(installed, "node", "src/try.js")
                    .with("TENANT_MFA_URL", keycloak.base() + "/realms/" + KeycloakServer.DEMO_REALM)
                    .with("AGENT_USERNAME", person.username())
                    .with("AGENT_PASSWORD", person.password())
                    .start();
            program.awaitLine("Tools: get_portfolio, enter_two_factor_code.");
        }

        /** The answer, the kind of it before a colon. */
        String call(String tool) {
            int begin = program.outputLength();
            program.type(tool);
            return program.awaitLineFrom(begin);
        }

        @Override
        public void close() {
            program.close();
        }
    }
}
