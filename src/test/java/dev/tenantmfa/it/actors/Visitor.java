package dev.tenantmfa.it.actors;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A browser without scripts and without a window: keeps cookies, follows redirects, fills in forms.
 *
 * <p>It stops before it would leave the server, so that the answer to a client's redirect URI is a page without
 * content whose address holds the code. One visitor is for one thread; many run side by side.
 *
 * <p>On the page that asks which second factor to set up, it chooses the app, unless it is {@link #undecided()}.
 */
public final class Visitor {
    private static final int MAX_REDIRECTS = 20;

    private final URI server;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private URI node;
    private boolean undecided;

    /** @param server where the visitor stays: scheme, host and port */
    public Visitor(URI server) {
        this(server, server);
    }

    /**
     * @param server the public address, as it stands in pages
     * @param node   where requests to it go instead, as a load balancer would send them
     */
    public Visitor(URI server, URI node) {
        this.server = server;
        this.node = node;
    }

    /** Sends all further requests to another node. */
    public void goOnAt(URI other) {
        this.node = other;
    }

    /** Stops at the page that asks which second factor to set up. */
    public Visitor undecided() {
        this.undecided = true;
        return this;
    }

    /** Opens an address. */
    public WebPage open(URI uri) {
        return follow(uri, request(uri).GET());
    }

    /** Sends the only form of a page with {@code fields} in place of, or beside, what is filled in already. */
    public WebPage submit(WebPage page, Map<String, String> fields) {
        return submit(page, page.formData(), fields, page.formAction());
    }

    /** Sends a form as somebody could who does not keep to what the page offers. */
    public WebPage post(URI action, Map<String, String> fields) {
        return follow(
                action,
                request(action)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(Http.encode(fields))));
    }

    /** Opens the login page and sends username and password; gives what comes then. */
    public WebPage logIn(URI loginPage, Person person) {
        return submit(open(loginPage), Map.of("username", person.username(), "password", person.password()));
    }

    /** Becomes somebody in this browser, as an administrator does in the console. */
    public void impersonate(URI call, String adminToken) {
        exchange(
                        call,
                        request(call)
                                .header("Authorization", "Bearer " + adminToken)
                                .setHeader("Accept", "application/json")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{}")))
                .expect(200);
    }

    /** Keeps the cookies of an answer that somebody else got, as the browser of an impersonating administrator does. */
    public void keepCookiesOf(Answer answer) {
        answer.headers().allValues("Set-Cookie").forEach(header -> keep(Cookie.parse(header, answer.uri())));
    }

    /** The value of a cookie. */
    public Optional<String> cookie(String name) {
        return cookies.values().stream()
                .filter(cookie -> cookie.name().equals(name))
                .map(Cookie::value)
                .findFirst();
    }

    /** The last {@code Set-Cookie} header that set the cookie. */
    public Optional<String> cookieHeader(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Brings a cookie along that the server did not set. */
    public Visitor withCookie(String name, String value, String path) {
        keep(new Cookie(name, value, path, false));
        return this;
    }

    /** Deletes a cookie, as the user of a browser can. */
    public Visitor withoutCookie(String name) {
        cookies.values().removeIf(cookie -> cookie.name().equals(name));
        return this;
    }

    /** A second visitor with the cookies of this one: another tab of the same browser, for another thread. */
    public Visitor copy() {
        Visitor copy = new Visitor(server, node);
        copy.cookies.putAll(cookies);
        copy.undecided = undecided;
        return copy;
    }

    private WebPage submit(WebPage page, Map<String, String> filled, Map<String, String> fields, URI action) {
        Map<String, String> form = new LinkedHashMap<>(filled);
        form.putAll(fields);
        return post(action, form);
    }

    private WebPage follow(URI start, HttpRequest.Builder first) {
        URI uri = start;
        Answer answer = exchange(uri, first);
        for (int i = 0; i < MAX_REDIRECTS; i++) {
            Optional<URI> next = redirect(uri, answer);
            if (next.isEmpty()) {
                WebPage page = new WebPage(uri, answer.status(), answer.text());
                return undecided || !page.asksWhatToSetUp() ? page : submit(page, Map.of("way", "totp"));
            }
            uri = next.get();
            if (!isOurs(uri)) {
                return new WebPage(uri, answer.status(), "");
            }
            answer = exchange(uri, request(uri).GET());
        }
        throw new AssertionError("Too many redirects from " + start + ", the last one to " + uri);
    }

    private Answer exchange(URI uri, HttpRequest.Builder request) {
        Answer answer = Http.send(request);
        answer.headers().allValues("Set-Cookie").forEach(header -> {
            Cookie cookie = Cookie.parse(header, uri);
            headers.put(cookie.name(), header);
            keep(cookie);
        });
        return answer;
    }

    private void keep(Cookie cookie) {
        String key = cookie.name() + " " + cookie.path();
        if (cookie.isExpired()) {
            cookies.remove(key);
        } else {
            cookies.put(key, cookie);
        }
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(atNode(uri))
                .header("Accept", "text/html")
                .header("Accept-Language", "en");
        String header = cookies.values().stream()
                .filter(cookie -> uri.getPath().startsWith(cookie.path()))
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
        return header.isEmpty() ? request : request.header("Cookie", header);
    }

    private static Optional<URI> redirect(URI from, Answer answer) {
        boolean redirects = answer.status() >= 300 && answer.status() < 400;
        return redirects ? answer.header("Location").map(from::resolve) : Optional.empty();
    }

    private boolean isOurs(URI uri) {
        return isAt(server, uri) || isAt(node, uri);
    }

    private static boolean isAt(URI server, URI uri) {
        return server.getHost().equals(uri.getHost()) && server.getPort() == uri.getPort();
    }

    private URI atNode(URI uri) {
        return isAt(server, uri) ? URI.create(uri.toString().replaceFirst("^[^/]+//[^/]+", node.toString())) : uri;
    }

    /** Java's own cookie store sends no {@code Secure} cookie to http://localhost, as browsers do. */
    private record Cookie(String name, String value, String path, boolean isExpired) {
        static Cookie parse(String header, URI uri) {
            String[] parts = header.split(";");
            String[] pair = parts[0].split("=", 2);
            String path = uri.getPath();
            boolean expired = false;
            for (int i = 1; i < parts.length; i++) {
                String[] attribute = parts[i].strip().split("=", 2);
                if (attribute[0].equalsIgnoreCase("Path")) {
                    path = attribute[1];
                } else if (attribute[0].equalsIgnoreCase("Max-Age")) {
                    expired = Long.parseLong(attribute[1]) <= 0;
                }
            }
            return new Cookie(pair[0].strip(), pair[1], path, expired);
        }
    }
}
