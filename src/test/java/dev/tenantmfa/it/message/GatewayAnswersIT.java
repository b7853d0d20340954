package dev.tenantmfa.it.message;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Answers of a gateway that are no success. */
@KeycloakIntegration
class GatewayAnswersIT {
    private static final String FAILED = "The code could not be sent.";

    @BeforeEach
    void withPhones(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
    }

    @AfterEach
    void withAGatewayThatWorks(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
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
}
