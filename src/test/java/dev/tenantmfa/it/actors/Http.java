package dev.tenantmfa.it.actors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** One HTTP client for all actors: follows no redirect, keeps no cookie, safe for many threads. */
public final class Http {
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private Http() {}

    /** Sends any request. */
    public static Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(CLIENT.send(request.timeout(LIMIT).build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** POSTs a form; {@code headers} are names and values in turn. */
    public static Answer postForm(URI uri, Map<String, String> form, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(encode(form)));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Sends JSON (none when {@code body} is null) under a bearer token (none when null). */
    public static Answer json(String method, URI uri, String bearer, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "*/*");
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        if (body == null) {
            return send(request.method(method, BodyPublishers.noBody()));
        }
        return send(request.header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body instanceof String text ? text : Json.write(body))));
    }

    /** Names and values as {@code application/x-www-form-urlencoded}, also for a query. */
    public static String encode(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** A text as part of a query. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
