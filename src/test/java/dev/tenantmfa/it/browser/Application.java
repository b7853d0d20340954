package dev.tenantmfa.it.browser;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.WebPage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * A web application that a browser comes back to after the login: a page at {@code http://localhost:…/callback} that
 * says "Back at the application".
 *
 * <p>Lives as long as the JVM; Playwright's own interception does not see redirects.
 */
public final class Application {
    private static final String PAGE = "<!doctype html><title>Application</title><h1>Back at the application</h1>";
    private static final URI CALLBACK = serve();

    private final OidcClient client;
    private AuthorizationRequest request;

    private Application(OidcClient client) {
        this.client = client;
    }

    /** The application that uses this client; the client must allow {@code http://localhost:*}. */
    public static Application using(OidcClient client) {
        return new Application(client.withRedirectUri(CALLBACK));
    }

    /** A new authorization request, to be refined before {@link #open}. */
    public AuthorizationRequest authorization() {
        return client.authorization();
    }

    /** Sends the browser to the login page. */
    public void open(Page page) {
        open(page, authorization());
    }

    /** Sends the browser to the login page with a request of one's own. */
    public void open(Page page, AuthorizationRequest authorization) {
        request = authorization;
        page.navigate(authorization.uri().toString());
    }

    /** Waits until the browser is back; gives the address with {@code code}, {@code error} or {@code kc_action_status}. */
    public WebPage awaitReturn(Page page) {
        page.waitForURL(url -> url.startsWith(CALLBACK.toString()));
        return new WebPage(URI.create(page.url()), 200, "");
    }

    /** Waits until the browser is back and changes the code into tokens. */
    public Tokens awaitTokens(Page page) {
        return client.redeem(request, awaitReturn(page).code());
    }

    private static URI serve() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
                exchange.sendResponseHeaders(200, body.length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            });
            // The dispatcher thread is no daemon, but surefire's JVM ends with System.exit.
            server.start();
            return URI.create("http://localhost:" + server.getAddress().getPort() + "/callback");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
