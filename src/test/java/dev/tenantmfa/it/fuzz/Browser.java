package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps cookies and follows redirects; everything it gets on the way is judged. */
final class Browser {
    private static final int MOST_REDIRECTS = 6;

    private final URI server;
    private final Target.Sender sender;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private boolean mayComeIn;

    /** @param server as it calls itself in pages */
    Browser(URI server, Target.Sender sender) {
        this.server = server;
        this.sender = sender;
    }

    /** From here on whoever sits there may come to the end of the login. */
    void mayComeIn() {
        mayComeIn = true;
    }

    /** The form that an address leads to; empty where it leads to none. */
    Optional<FormPage> open(String what, String path) {
        return go(Attack.of(what, "GET", path, List.of(), ""));
    }

    /** Sends the form as a person would. */
    Optional<FormPage> submit(String what, FormPage page, Map<String, String> typed) {
        Map<String, String> fields = new LinkedHashMap<>(page.fields());
        fields.putAll(typed);
        return go(Attack.of(
                what,
                "POST",
                page.action(),
                List.of(new Attack.Header("Content-Type", Mutation.FORM)),
                Http.encode(fields)));
    }

    Optional<FormPage> go(Attack attack) {
        Answer answer = exchange(attack);
        for (int i = 0; i < MOST_REDIRECTS && answer.status() >= 300 && answer.status() < 400; i++) {
            String location = answer.header("Location").orElse("");
            if (!location.startsWith(server + "/")) {
                return Optional.empty();
            }
            String path = location.substring(server.toString().length());
            answer = exchange(Attack.of(attack.what() + ", redirected", "GET", path, List.of(), ""));
        }
        return FormPage.of(server, answer);
    }

    private Answer exchange(Attack attack) {
        String cookie = cookies.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("; "));
        Attack sent = cookie.isEmpty() ? attack : attack.with("Cookie", cookie);
        Answer answer = sender.send(mayComeIn ? sent.with(Attack.Trait.MAY_LET_IN) : sent);
        for (String header : answer.headers().allValues("Set-Cookie")) {
            String[] pair = header.split(";")[0].split("=", 2);
            if (header.contains("Max-Age=0") || pair.length < 2 || pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return answer;
    }
}
