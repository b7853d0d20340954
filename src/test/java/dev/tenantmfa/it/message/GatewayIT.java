package dev.tenantmfa.it.message;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Ports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
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
