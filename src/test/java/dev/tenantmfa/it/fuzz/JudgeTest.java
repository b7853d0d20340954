package dev.tenantmfa.it.fuzz;

import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.fuzz.Attack.Trait;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A judge who never complains would let everything pass. */
class JudgeTest {
    private static final URI SERVER = URI.create("http://localhost:8080");

    @Test
    void connectionThatIsClosedWithoutAnAnswerIsAComplaint() {
        assertThat(complaints(attack(), 0, Map.of(), "")).containsExactly("no answer");
    }

    @Test
    void serverErrorIsAComplaint() {
        assertThat(complaints(attack(), 503, Map.of(), "")).containsExactly("a server error");
    }

    @Test
    void stackTraceIsAComplaint() {
        String trace = "x\n\tat dev.tenantmfa.mfa.MfaStatus.of(MfaStatus.java:12)";
        assertThat(complaints(attack(), 400, Map.of(), trace))
                .containsExactly("a stack trace, or the name of an exception");
    }

    @Test
    void textThatBecameMarkupIsAComplaint() {
        String page = "<html><body><p>Hello <" + Nasty.ELEMENT + "></p></body></html>";
        assertThat(complaints(attack(), 200, Map.of("Content-Type", "text/html"), page))
                .singleElement()
                .asString()
                .startsWith("text that became markup");
    }

    @Test
    void whatMustBeRefusedAndIsNotIsAComplaint() {
        assertThat(complaints(attack(Trait.REFUSED), 204, Map.of(), "")).containsExactly("not refused");
        assertThat(complaints(attack(Trait.REFUSED), 400, Map.of(), "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "refresh_token", "id_token", "authorization_code"})
    void tokensAreAComplaintUnlessTheAttackMayLetIn(String name) {
        String tokens = "{\"" + name + "\": \"x\"}";
        assertThat(complaints(attack(), 200, Map.of(), tokens)).containsExactly("let in");
        assertThat(complaints(attack(Trait.MAY_LET_IN), 200, Map.of(), tokens)).isEmpty();
    }

    @Test
    void redirectWithACodeIsAComplaintUnlessTheAttackMayLetIn() {
        Map<String, String> redirect = Map.of("Location", "http://localhost:9/callback?session_state=x&code=y");
        assertThat(complaints(attack(), 302, redirect, "")).containsExactly("let in");
        assertThat(complaints(attack(Trait.MAY_LET_IN), 302, redirect, "")).isEmpty();
    }

    @Test
    void sessionInTheBrowserIsAComplaintUnlessItEnds() {
        String cookie = "KEYCLOAK_IDENTITY=%s;Version=1;Path=/realms/x/;HttpOnly";
        assertThat(complaints(attack(), 200, Map.of("Set-Cookie", cookie.formatted("eyJ")), ""))
                .containsExactly("let in");
        assertThat(complaints(attack(), 200, Map.of("Set-Cookie", cookie.formatted("")), ""))
                .isEmpty();
    }

    @Test
    void stepOfALoginIsNoWayIn() {
        Map<String, String> redirect =
                Map.of("Location", SERVER + "/realms/x/login-actions/authenticate?session_code=x&execution=y");
        assertThat(complaints(attack(), 302, redirect, "")).isEmpty();
    }

    private static Attack attack(Trait... traits) {
        return Attack.of("anything", "POST", "/realms/fuzz-x/login-actions/authenticate", List.of(), "", traits);
    }

    private static List<String> complaints(Attack attack, int status, Map<String, String> headers, String body) {
        Map<String, List<String>> all = new java.util.HashMap<>();
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        return Judge.complaints(
                SERVER,
                attack,
                new Answer(
                        SERVER,
                        status,
                        HttpHeaders.of(all, (name, value) -> true),
                        body.getBytes(StandardCharsets.UTF_8)));
    }
}
