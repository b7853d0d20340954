package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Optional;

/** An HTTP answer with its whole body. */
public record Answer(URI uri, int status, java.net.http.HttpHeaders headers, byte[] bytes) {
    static Answer of(HttpResponse<byte[]> response) {
        return new Answer(response.uri(), response.statusCode(), response.headers(), response.body());
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The body as JSON. */
    public JsonNode json() {
        return Json.parse(text());
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /**
     * This answer, if it has the status.
     *
     * @throws AssertionError with the body when it has another one
     */
    public Answer expect(int expected) {
        if (status != expected) {
            throw new AssertionError("Expected " + expected + ", got " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return status + " from " + uri + ": " + text();
    }
}
