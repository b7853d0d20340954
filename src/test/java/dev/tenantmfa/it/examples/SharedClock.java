package dev.tenantmfa.it.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenantmfa.it.ServerClock;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The server's clock for programs of other languages: {@code GET /now} gives the seconds since 1970, {@code GET
 * /wait?seconds=…} moves the server's time on instead of letting anybody wait.
 */
final class SharedClock implements AutoCloseable {
    private final HttpServer server;
    private int waits;

    SharedClock(ServerClock clock) {
        this(clock, () -> {});
    }

    /** @param meanwhile what is done while somebody would wait */
    SharedClock(ServerClock clock, Runnable meanwhile) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/now", exchange -> {
            synchronized (this) {
                answer(exchange, Double.toString(clock.instant().toEpochMilli() / 1000.0));
            }
        });
        server.createContext("/wait", exchange -> {
            double seconds =
                    Double.parseDouble(exchange.getRequestURI().getQuery().substring("seconds=".length()));
            meanwhile.run();
            synchronized (this) {
                // Whole seconds, since the server's clock knows no others; upwards, as every waiting is.
                clock.advance(Duration.ofSeconds((long) Math.ceil(seconds)));
                waits++;
                answer(exchange, "");
            }
        });
        server.start();
    }

    /** Such as {@code http://127.0.0.1:34567/}. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** How often somebody would have waited. */
    synchronized int waits() {
        return waits;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
