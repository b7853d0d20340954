package dev.tenantmfa.it.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.fuzz.Attack.Trait;
import dev.tenantmfa.it.tenant.ApiContract;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** What every answer must be, whatever was asked. */
final class Judge {
    private static final Pattern FRAME = Pattern.compile("\\bat [\\w.$/]+\\([\\w$]+\\.java:\\d+\\)");
    private static final Pattern EXCEPTION =
            Pattern.compile("\\b(java|javax|jakarta|org|com|dev|io)\\.[\\w.$]+(Exception|Error)\\b");
    private static final Pattern GRANTED =
            Pattern.compile("\"(access_token|refresh_token|id_token|authorization_code)\"\\s*:\\s*\"");
    private static final Pattern CODE = Pattern.compile("[?&#](code|access_token|id_token)=");
    private static final Pattern IDENTITY = Pattern.compile("^KEYCLOAK_IDENTITY=\"?[^\";]");
    private static final Set<String> ACTIVE = Set.of("href", "src", "action", "formaction");

    private Judge() {}

    /** @return what is wrong with the answer; empty if nothing is */
    static List<String> complaints(URI server, Attack attack, Answer answer) {
        List<String> found = new ArrayList<>();
        String text = answer.text();
        if (KeycloaksOwn.refuses(attack, answer)) {
            return found;
        }
        if (answer.status() == 0) {
            found.add("no answer");
        }
        if (answer.status() >= 500) {
            found.add("a server error");
        }
        if (FRAME.matcher(text).find() || EXCEPTION.matcher(text).find()) {
            found.add("a stack trace, or the name of an exception");
        }
        if (text.replaceAll("[,.\u00a0\u202f]", "").contains(Nasty.EVALUATED)) {
            found.add("an expression that was evaluated");
        }
        if (answer.header(Nasty.HEADER).isPresent()) {
            found.add("a header that was smuggled in");
        }
        if (attack.is(Trait.REFUSED) && answer.status() != 0 && answer.status() < 400) {
            found.add("not refused");
        }
        if (!attack.is(Trait.MAY_LET_IN) && letsIn(answer)) {
            found.add("let in");
        }
        String type = answer.header("Content-Type").orElse("");
        if (type.startsWith("text/html")) {
            markup(text).ifPresent(found::add);
        }
        if (attack.is(Trait.LITERAL) && answer.status() != 0 && answer.status() != 415) {
            contract(server, attack, answer).ifPresent(found::add);
        } else if (type.contains("json")
                && answer.status() >= 400
                && !attack.method().equals("HEAD")) {
            json(text).ifPresent(found::add);
        }
        return found;
    }

    /** Whether a login came to its end: with tokens, with a code for them, or with a session in the browser. */
    static boolean letsIn(Answer answer) {
        return GRANTED.matcher(answer.text()).find()
                || answer.header("Location")
                        .filter(location -> CODE.matcher(location).find())
                        .isPresent()
                || answer.headers().allValues("Set-Cookie").stream()
                        .anyMatch(cookie -> IDENTITY.matcher(cookie).find());
    }

    private static Optional<String> markup(String html) {
        Document page = Jsoup.parse(html);
        for (Element element : page.getAllElements()) {
            boolean ours = element.normalName().equals(Nasty.ELEMENT) || element.hasAttr(Nasty.ATTRIBUTE);
            boolean script = element.attributes().asList().stream()
                    .anyMatch(attribute -> ACTIVE.contains(attribute.getKey())
                            && attribute.getValue().strip().toLowerCase().startsWith("javascript:alert"));
            if (ours || script) {
                return Optional.of("text that became markup: " + element.outerHtml());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> contract(URI server, Attack attack, Answer answer) {
        try {
            URI uri = URI.create(server + attack.path().replaceAll("\\?.*", ""));
            ApiContract.checked(attack.method(), new Answer(uri, answer.status(), answer.headers(), answer.bytes()));
            return Optional.empty();
        } catch (AssertionError e) {
            return Optional.of("against the document: " + e.getMessage());
        }
    }

    private static Optional<String> json(String text) {
        JsonNode error;
        try {
            error = Json.parse(text);
        } catch (AssertionError e) {
            return Optional.of("JSON that is none");
        }
        boolean told = error.path("code").isTextual()
                || error.path("error").isTextual()
                || error.path("errorMessage").isTextual();
        return told ? Optional.empty() : Optional.of("an error that says nothing");
    }
}
