package dev.tenantmfa.it.message;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A gateway that fails is told to the person as a failure, never as sent, and never as an error of the server. */
@KeycloakIntegration
class GatewayIT {

    private static final String FAILED = "The code could not be sent.";

    @TempDir
    private Path folder;

    @BeforeEach
    void withPhones(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
    }

    @AfterEach
    void withAGatewayThatWorks(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
    }

    @Test
    void gatewayGetsNumberTextAndSecretFromTheVault(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);

        PhoneNetwork.Sms sms = PhoneNetwork.THE.message(owner.number(), 1);

        assertThat(sms.authorization()).isEqualTo("Basic " + PhoneNetwork.SECRET);
        assertThat(sms.text()).matches("\\d{6} is your code for .+\\. It is valid for 5 minutes\\. Do not .+");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 404, 429})
    void refusalIsToldAndNotRepeated(int status, KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        long mark = keycloak.log().mark();
        PhoneNetwork.THE.answersWith(exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + PhoneNetwork.THE.port() + "/other");
            exchange.sendResponseHeaders(status, -1);
        });

        assertFailed(owner.logIn(keycloak, keycloak.visitor()));

        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
        keycloak.log().await(mark, line -> line.contains("answered with status " + status));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void errorOfTheGatewayIsTriedOnceMore(int status, KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        PhoneNetwork.THE.answersWith(exchange -> exchange.sendResponseHeaders(status, -1));

        assertFailed(owner.logIn(keycloak, keycloak.visitor()));

        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(3);
    }

    @Test
    void secondTryThatIsTakenCountsAsSent(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        PhoneNetwork.THE.answersWith(exchange -> {
            PhoneNetwork.THE.worksAgain();
            exchange.sendResponseHeaders(503, -1);
        });
        Visitor browser = keycloak.visitor();

        WebPage page = owner.logIn(keycloak, browser);

        assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
        assertThat(owner.code(3))
                .isEqualTo(PhoneNetwork.THE.to(owner.number()).get(1).code());
        assertThat(browser.submit(page, Map.of("code", owner.code(3))).code()).isNotEmpty();
    }

    @Test
    void silenceIsToldInTimeAndNotRepeated(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        CountDownLatch end = new CountDownLatch(1);
        PhoneNetwork.THE.answersWith(exchange -> await(end));
        long begin = System.nanoTime();
        try {
            assertFailed(owner.logIn(keycloak, keycloak.visitor()));
        } finally {
            end.countDown();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
    }

    @Test
    void answerWithoutEndIsCutOff(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        CountDownLatch end = new CountDownLatch(1);
        PhoneNetwork.THE.answersWith(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("drip".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            await(end);
        });
        try {
            assertThat(owner.logIn(keycloak, keycloak.visitor()).text())
                    .as("the status tells, nobody waits for the body")
                    .contains("A code has been sent to " + owner.masked() + ".");
            keycloak.demo().setAttribute("tenant-mfa.sms-http-expected", "\"status\":\"0\"");
            keycloak.clock().advance(Duration.ofMinutes(11));
            assertFailed(owner.logIn(keycloak, keycloak.visitor()));
        } finally {
            end.countDown();
        }
    }

    @Test
    void answerMustHoldWhatIsExpected(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        keycloak.demo().setAttribute("tenant-mfa.sms-http-expected", "\"status\":\"0\"");
        PhoneNetwork.THE.answersWith(exchange -> answer(
                exchange.getResponseBody(),
                () -> exchange.sendResponseHeaders(200, 0),
                "{\"messages\":[{\"status\":\"4\"}]}"));
        assertFailed(owner.logIn(keycloak, keycloak.visitor()));

        keycloak.clock().advance(Duration.ofMinutes(11));
        PhoneNetwork.THE.answersWith(exchange -> answer(
                exchange.getResponseBody(),
                () -> exchange.sendResponseHeaders(200, 0),
                "{\"messages\":[{\"status\":\"0\"}]}"));
        assertThat(owner.logIn(keycloak, keycloak.visitor()).text()).contains("A code has been sent to");
    }

    @Test
    void garbageIsNoAnswer(KeycloakServer keycloak) throws Exception {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread garbage = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[4096]);
                        socket.getOutputStream().write("\0\1garbage\r\n\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            garbage.setDaemon(true);
            garbage.start();
            pointTo(keycloak, "http://127.0.0.1:" + server.getLocalPort() + "/");

            assertFailed(owner.logIn(keycloak, keycloak.visitor()));
        }
    }

    @Test
    void refusedConnectionAndUnknownHostAreTold(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        pointTo(keycloak, "http://127.0.0.1:" + Ports.free(1).get(0) + "/");
        assertFailed(owner.logIn(keycloak, keycloak.visitor()));
        keycloak.clock().advance(Duration.ofMinutes(11));
        pointTo(keycloak, "https://gateway.invalid/");
        assertFailed(owner.logIn(keycloak, keycloak.visitor()));
    }

    @Test
    void certificateThatNobodyTrustsIsReported(KeycloakServer keycloak) throws Exception {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
        server.createContext("/", exchange -> exchange.sendResponseHeaders(202, -1));
        server.start();
        long mark = keycloak.log().mark();
        try {
            pointTo(keycloak, "https://localhost:" + server.getAddress().getPort() + "/");

            assertFailed(owner.logIn(keycloak, keycloak.visitor()));

            keycloak.log().await(mark, line -> line.contains("no trusted TLS connection to localhost"));
        } finally {
            server.stop(0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://gateway.example/", "file:///etc/passwd", "not an address"})
    void addressThatIsNotAllowedIsNoGateway(String address, KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        long mark = keycloak.log().mark();
        pointTo(keycloak, address);

        assertFailed(owner.logIn(keycloak, keycloak.visitor()));

        keycloak.log().await(mark, line -> line.contains("ERROR") && line.contains("cannot be used: url"));
    }

    @Test
    void secretThatIsNotInTheVaultIsReportedByName(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        long mark = keycloak.log().mark();
        keycloak.demo().setAttribute("tenant-mfa.sms-http-headers", "X-Key: ${vault.nowhere}");

        assertFailed(owner.logIn(keycloak, keycloak.visitor()));

        keycloak.log().await(mark, line -> line.contains("${vault.nowhere} is not in the vault"));
    }

    @Test
    void gatewayForDevelopmentSendsNothingInProduction(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        long mark = keycloak.log().mark();
        keycloak.demo().setAttribute("tenant-mfa.sms-gateway", "log");
        assertFailed(owner.logIn(keycloak, keycloak.visitor()));
        keycloak.log().await(mark, line -> line.contains("\"log\" is only for start-dev"));
        assertThat(String.join("\n", keycloak.log().since(mark))).doesNotContain("is your code for");

        keycloak.demo().setAttribute("tenant-mfa.sms-gateway", "pigeon");
        assertFailed(owner.logIn(keycloak, keycloak.visitor()));
    }

    @Test
    void failuresAreLimitedTooAndEndWithTheOutage(KeycloakServer keycloak) {
        PhoneOwner owner = PhoneOwner.create(keycloak);
        PhoneNetwork.THE.answersWith(exchange -> exchange.sendResponseHeaders(400, -1));
        Visitor browser = keycloak.visitor();
        WebPage page = owner.logIn(keycloak, browser);
        assertFailed(page);
        page = browser.submit(page, Map.of("resend", "true"));
        assertThat(page.text()).contains("No code was sent.");
        assertThat(PhoneNetwork.THE.to(owner.number())).hasSize(2);
        for (int i = 0; i < 12; i++) {
            keycloak.clock().advance(Duration.ofMinutes(11));
            page = owner.logIn(keycloak, browser);
            assertFailed(page);
        }
        PhoneNetwork.THE.worksAgain();
        keycloak.clock().advance(Duration.ofMinutes(11));

        page = owner.logIn(keycloak, browser);

        assertThat(page.text()).contains("A code has been sent to " + owner.masked() + ".");
    }

    private static void assertFailed(WebPage page) {
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains(FAILED).doesNotContain("has been sent");
        assertThat(page.hasField("code")).isFalse();
    }

    private static void pointTo(KeycloakServer keycloak, String url) {
        keycloak.demo().setAttribute("tenant-mfa.sms-http-url", url);
    }

    private interface Headers {
        void send() throws IOException;
    }

    private static void answer(OutputStream body, Headers headers, String text) throws IOException {
        headers.send();
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.close();
    }

    private static void await(CountDownLatch end) throws IOException {
        try {
            end.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Java has no public way to sign a certificate; its keytool has. */
    private SSLContext selfSigned() throws Exception {
        Path store = folder.resolve("gateway.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "changeit".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
