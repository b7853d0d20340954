package dev.tenantmfa.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A small web service in place of an SMS gateway, which keeps each message as a {@code .txt} file beside the mails. It
 * takes what the gateway {@code http} sends as JSON when nothing but its address is set.
 */
final class SmsFolder implements AutoCloseable {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Path folder;

    private SmsFolder(HttpServer server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /** Listens on the loopback interface from now on, at a port of its own choice. */
    static SmsFolder open(Path folder) throws IOException {
        Files.createDirectories(folder);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        SmsFolder messages = new SmsFolder(server, folder);
        server.createContext("/", messages::take);
        server.start();
        return messages;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sms");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(keep(exchange) ? 202 : 400, -1);
        }
    }

    private boolean keep(HttpExchange exchange) throws IOException {
        JsonNode message = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (message == null || !message.path("to").isTextual()) {
            return false;
        }
        // The number comes from whoever sends: no part of it may lead out of the folder.
        String name = message.path("to").asText().replaceAll("[^0-9+]", "_");
        Path file = folder.resolve(LocalDateTime.now().format(TIME) + "-" + name + ".txt");
        Files.writeString(file, message.path("text").asText() + "\n");
        return true;
    }
}
