package dev.tenantmfa.it.actors;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/**
 * What a {@link Visitor} sees.
 *
 * @param uri    the address
 * @param status of the last answer
 * @param html   the source; empty when this is the redirect back to the application
 */
public record WebPage(URI uri, int status, String html) {
    public Document document() {
        return Jsoup.parse(html, uri.toString());
    }

    /** The text that a person reads. */
    public String text() {
        return document().text();
    }

    /** Whether this is the page that asks which second factor to set up. */
    public boolean asksWhatToSetUp() {
        return html.contains("id=\"tmfa-setup-choice\"");
    }

    public boolean hasField(String name) {
        return document().selectFirst("form [name=" + name + "]") != null;
    }

    /** The error message that belongs to a field, or the page's own. */
    public Optional<String> error() {
        return Optional.ofNullable(document()
                        .selectFirst("[id^=input-error]:not(:empty), .pf-m-danger, .kc-feedback-text, .instruction"))
                .map(Element::text);
    }

    /** A parameter of the address, such as {@code code} or {@code error} after the end of a login. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters().get(name));
    }

    /** The authorization code. Fails with what the page says instead when there is none. */
    public String code() {
        return parameter("code").orElseThrow(() -> new AssertionError("No code at " + uri + ": " + text()));
    }

    /** Where the only form of the page sends its fields. */
    public URI formAction() {
        return URI.create(form().absUrl("action"));
    }

    /** What the browser would send with Enter: no button, the boxes that are ticked, the values that are there. */
    Map<String, String> formData() {
        Map<String, String> data = new LinkedHashMap<>();
        form().formData().forEach(field -> data.put(field.key(), field.value()));
        return data;
    }

    private FormElement form() {
        return document().select("form[method=post]").forms().stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("No form at " + uri + " (" + status + "): " + text()));
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        String query = uri.getRawQuery();
        if (query != null) {
            for (String pair : query.split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.put(decode(parts[0]), parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
