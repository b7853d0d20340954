package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Auth0's libraries for Node, as they come from npm, get through a login with a second factor. */
@KeycloakIntegration
class Auth0ClientsIT {

    private static final Path WORK = Path.of("target", "it", "auth0");
    private static final List<String> FILES = List.of("package.json", "login.mjs");

    @Test
    void loginWithAnApp(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);

        try (Script script = Script.start(keycloak, enrolled.person())) {
            JsonNode found = script.read();
            assertThat(found.at("/refusal/status").asInt()).isEqualTo(403);
            assertThat(found.at("/refusal/error").asText()).isEqualTo("mfa_required");
            assertThat(found.at("/authenticators/0/authenticatorType").asText()).isEqualTo("otp");
            assertThat(found.at("/begun/challengeType").asText()).isEqualTo("otp");
            JsonNode done = script.answer(enrolled.app().code());

            assertThat(done.path("wrong").asText()).isEqualTo("The code was incorrect.");
            assertThat(done.path("accessToken").asText()).isNotEmpty();
            assertThat(done.path("refreshToken").asText()).isNotEmpty();
        }
    }

    @Test
    void setUpOfAnApp(KeycloakServer keycloak) throws Exception {
        Person owner = new Person("", "owner@globex.test", "owner@globex.test", "Demo-Passw0rd!");
        keycloak.freshDemoRealm();

        try (Script script = Script.start(keycloak, owner)) {
            JsonNode found = script.read();
            assertThat(found.path("authenticators")).isEmpty();
            assertThat(found.at("/begun/recoveryCodes")).hasSize(8);
            AuthenticatorApp app =
                    new AuthenticatorApp(found.at("/begun/secret").asText(), keycloak.clock());
            JsonNode done = script.answer(app.code());

            assertThat(done.path("wrong").asText()).isEqualTo("The code was incorrect.");
            assertThat(done.path("accessToken").asText()).isNotEmpty();
        }
        keycloak.freshDemoRealm();
    }

    /** The script in its process. */
    private record Script(Process process, BufferedReader output) implements AutoCloseable {

        static Script start(KeycloakServer keycloak, Person person) throws Exception {
            Assumptions.assumeTrue(
                    runs("node", "--version") && runs("npm", "--version"),
                    "Node and npm are needed for Auth0's libraries; install Node 20 or newer to run this test.");
            Path keystore = prepare();
            String client = "auth0-" + UUID.randomUUID();
            keycloak.demo()
                    .createClient(Map.of(
                            "clientId",
                            client,
                            "secret",
                            "client-secret",
                            "publicClient",
                            false,
                            "directAccessGrantsEnabled",
                            true));
            ProcessBuilder builder = new ProcessBuilder("node", "login.mjs")
                    .directory(WORK.toFile())
                    .redirectError(WORK.resolve("errors.log").toFile());
            builder.environment()
                    .putAll(Map.of(
                            "REALM",
                            keycloak.base() + "/realms/demo",
                            "KEYSTORE",
                            keystore.toAbsolutePath().toString(),
                            "NODE_EXTRA_CA_CERTS",
                            WORK.resolve("certificate.pem").toAbsolutePath().toString(),
                            "CLIENT_ID",
                            client,
                            "CLIENT_SECRET",
                            "client-secret",
                            "LOGIN_USERNAME",
                            person.username(),
                            "LOGIN_PASSWORD",
                            person.password()));
            Process process = builder.start();
            return new Script(process, process.inputReader(StandardCharsets.UTF_8));
        }

        JsonNode read() throws IOException {
            String line = output.readLine();
            if (line == null) {
                throw new AssertionError(Files.readString(WORK.resolve("errors.log")));
            }
            return Json.parse(line);
        }

        JsonNode answer(String code) throws IOException {
            Writer input = process.outputWriter(StandardCharsets.UTF_8);
            input.write(code + "\n");
            input.flush();
            return read();
        }

        @Override
        public void close() {
            process.destroy();
        }

        /** Installs the libraries and makes a certificate, both once. */
        private static Path prepare() throws Exception {
            Files.createDirectories(WORK);
            for (String file : FILES) {
                try (InputStream source = Auth0ClientsIT.class.getResourceAsStream("/auth0/" + file)) {
                    Files.write(WORK.resolve(file), source.readAllBytes());
                }
            }
            Path keystore = WORK.resolve("localhost.p12");
            if (!Files.exists(keystore)) {
                String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool")
                        .toString();
                List<String> store =
                        List.of("-keystore", "localhost.p12", "-storepass", "changeit", "-alias", "localhost");
                List<String> make = new ArrayList<>(List.of(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "RSA",
                        "-storetype",
                        "PKCS12",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-ext",
                        "bc:c",
                        "-validity",
                        "3650"));
                make.addAll(store);
                List<String> export =
                        new ArrayList<>(List.of(keytool, "-exportcert", "-rfc", "-file", "certificate.pem"));
                export.addAll(store);
                assertThat(runs(make.toArray(String[]::new)) && runs(export.toArray(String[]::new)))
                        .as("a certificate")
                        .isTrue();
            }
            if (!Files.exists(WORK.resolve("node_modules/auth0"))) {
                Assumptions.assumeTrue(
                        runs("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"),
                        "npm could not install Auth0's libraries; is its registry within reach?");
            }
            return keystore;
        }

        private static boolean runs(String... command) throws InterruptedException {
            try {
                Process process = new ProcessBuilder(command)
                        .directory(Files.createDirectories(WORK).toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(WORK.resolve("tools.log").toFile())
                        .start();
                return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
            } catch (IOException e) {
                // Not installed.
                return false;
            }
        }
    }
}
