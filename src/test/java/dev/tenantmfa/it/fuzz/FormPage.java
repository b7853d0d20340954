package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * A page with a form.
 *
 * @param action path and query that the form is sent to
 * @param fields what it has, buttons among them
 */
record FormPage(String action, Map<String, String> fields, Document document) {

    static Optional<FormPage> of(URI server, Answer answer) {
        if (!answer.header("Content-Type").orElse("").startsWith("text/html")) {
            return Optional.empty();
        }
        Document document = Jsoup.parse(answer.text(), server.toString());
        Element form = document.selectFirst("form[method=post]");
        if (form == null) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("[name]").forEach(field -> fields.put(field.attr("name"), field.attr("value")));
        return Optional.of(
                new FormPage(form.absUrl("action").substring(server.toString().length()), fields, document));
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    /** The authenticator app that it asks to set up; empty where it asks for none. */
    Optional<AuthenticatorApp> app() {
        return Optional.ofNullable(document.selectFirst("#tmfa-secret code"))
                .map(secret -> new AuthenticatorApp(secret.text().replaceAll("\\s", ""), Clock.systemUTC()));
    }

    /** Whether it makes a new account. */
    boolean registers() {
        return has("tenantName");
    }

    /** The fields that a person fills in to go on, none of the buttons that lead elsewhere. */
    FormPage withoutButtons() {
        Map<String, String> typed = new LinkedHashMap<>(fields);
        document.select("button[name], [type=submit][name]").forEach(button -> typed.remove(button.attr("name")));
        return new FormPage(action, typed, document);
    }
}
