package dev.tenantmfa.it.assurance;

import com.sun.net.httpserver.HttpServer;
import dev.tenantmfa.it.actors.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A user's device that is asked to approve logins elsewhere (CIBA). */
final class ApprovingDevice implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    ApprovingDevice() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length()));
            exchange.sendResponseHeaders(201, -1);
            exchange.close();
        });
        server.start();
    }

    /** Where Keycloak asks. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** Approves what was asked last. */
    void approve(URI realm) {
        Http.json(
                        "POST",
                        URI.create(realm + "/protocol/openid-connect/ext/ciba/auth/callback"),
                        asked.remove(),
                        Map.of("status", "SUCCEED"))
                .expect(200);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
