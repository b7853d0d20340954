package dev.tenantmfa.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The authentication devices of users, on which they approve the logins of the CIBA grant (OpenID Connect Client-Initiated
 * Backchannel Authentication). Keycloak sends each request here.
 */
public final class AuthenticationDevices implements AutoCloseable {
    private final HttpServer server;
    /** The token that answers the last request of a user, by the login hint of the request. */
    private final Map<String, String> pending = new ConcurrentHashMap<>();

    AuthenticationDevices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.start();
    }

    /** Where Keycloak sends authentication requests. */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /**
     * Approves the last request for this user.
     *
     * @param issuer    of the realm
     * @param loginHint that the client sent
     */
    public void approve(URI issuer, String loginHint) {
        String token = pending.remove(loginHint);
        if (token == null) {
            throw new AssertionError("No authentication request for " + loginHint);
        }
        URI callback = URI.create(issuer + "/protocol/openid-connect/ext/ciba/auth/callback");
        Http.json("POST", callback, token, Map.of("status", "SUCCEED")).expect(200);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String bearer = exchange.getRequestHeaders().getFirst("Authorization");
            pending.put(request.path("login_hint").asText(), bearer.substring("Bearer ".length()));
            exchange.sendResponseHeaders(201, -1);
        }
    }
}
