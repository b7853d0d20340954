package dev.tenantmfa.it.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An SMS gateway of the tests, with the phones behind it. Answers as it is told to. Lives as long as the JVM. */
public final class PhoneNetwork {

    /** The one network of a run. */
    public static final PhoneNetwork THE = new PhoneNetwork();

    /** What the realm's vault holds for the gateway. */
    public static final String SECRET = "secret-of-the-gateway";

    private static final Pattern CODE = Pattern.compile("\\b\\d{6}\\b");
    private static final Handler TAKE = exchange -> exchange.sendResponseHeaders(202, -1);

    private final HttpServer server;
    private final List<Sms> sent = new CopyOnWriteArrayList<>();
    private volatile Handler answer = TAKE;

    private PhoneNetwork() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "phone-network");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::take);
        server.start();
    }

    /** What the gateway answers. */
    public interface Handler {
        void answer(HttpExchange exchange) throws IOException;
    }

    /** @param authorization the header, or null */
    public record Sms(String to, String text, String authorization) {

        public String code() {
            Matcher matcher = CODE.matcher(text);
            if (!matcher.find()) {
                throw new AssertionError("No code in: " + text);
            }
            return matcher.group();
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Makes the demo realm send through this network, which answers well from now on. */
    public PhoneNetwork servesDemo(KeycloakServer keycloak) {
        return serves(keycloak, keycloak.demo());
    }

    /** Makes a realm send through this network, which answers well from now on. */
    public PhoneNetwork serves(KeycloakServer keycloak, RealmAdmin realm) {
        keycloak.putIntoVault(realm.name(), "sms", SECRET);
        servesOpenly(realm);
        realm.setAttribute("tenant-mfa.sms-http-headers", "Authorization: Basic ${vault.sms}");
        return this;
    }

    /** The same without a secret, for a server without a vault. */
    public PhoneNetwork servesOpenly(RealmAdmin realm) {
        answer = TAKE;
        realm.update(representation -> representation
                .withObjectProperty("attributes")
                .put("tenant-mfa.sms-gateway", "http")
                .put("tenant-mfa.sms-http-url", "http://127.0.0.1:" + port() + "/sms")
                .put("tenant-mfa.sms-http-format", "json")
                .put("tenant-mfa.sms-http-headers", "")
                .put("tenant-mfa.sms-http-answer-seconds", "2")
                .put("tenant-mfa.sms-http-expected", ""));
        return this;
    }

    /** From now on the gateway answers like that. */
    public void answersWith(Handler handler) {
        answer = handler;
    }

    /** From now on the gateway takes what it gets. */
    public void worksAgain() {
        answer = TAKE;
    }

    /** A German mobile number that nobody has had yet. */
    public static String newNumber() {
        return "+49170" + ThreadLocalRandom.current().nextInt(1_000_000, 10_000_000);
    }

    /** As a page may show it. */
    public static String masked(String number) {
        return number.substring(0, 6) + "***" + number.substring(number.length() - 2);
    }

    /** What the gateway was asked to send to this number, oldest first; taken or not. */
    public List<Sms> to(String number) {
        return sent.stream().filter(sms -> sms.to().equals(number)).toList();
    }

    /** The newest message to this number, which must be the {@code count}th. */
    public Sms message(String number, int count) {
        List<Sms> messages = Await.value(
                "message " + count + " to the phone",
                Duration.ofSeconds(5),
                () -> Optional.of(to(number)).filter(found -> found.size() >= count));
        if (messages.size() != count) {
            throw new AssertionError("Expected " + count + " messages, found " + messages.size());
        }
        return messages.get(count - 1);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            JsonNode json = Json.parse(body);
            sent.add(new Sms(
                    json.path("to").asText(),
                    json.path("text").asText(),
                    exchange.getRequestHeaders().getFirst("Authorization")));
            answer.answer(exchange);
        }
    }
}
