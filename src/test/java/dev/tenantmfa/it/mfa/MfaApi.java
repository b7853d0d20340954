package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Json;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.ApiContract;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** {@code /realms/demo/mfa} under the tokens of somebody; each answer is held against the document. */
record MfaApi(KeycloakServer keycloak, Person person, Tokens tokens) {

    /** Somebody new without a second factor, who just logged in. */
    static MfaApi ofSomebodyNew(KeycloakServer keycloak) {
        return logIn(keycloak, keycloak.demo().newPerson());
    }

    /** Another session of a person without a second factor, or with one where {@code more} has the code. */
    static MfaApi logIn(KeycloakServer keycloak, Person person, String... more) {
        return new MfaApi(keycloak, person, keycloak.client("demo-cli").password(person, more));
    }

    /** The same in the session of these tokens. */
    static MfaApi of(KeycloakServer keycloak, Enrolled enrolled) {
        return new MfaApi(keycloak, enrolled.person(), enrolled.tokens());
    }

    Answer get(String path) {
        return call("GET", path, null);
    }

    Answer post(String path, Object body) {
        return call("POST", path, body);
    }

    Answer delete(String path) {
        return call("DELETE", path, null);
    }

    Answer call(String method, String path, Object body) {
        return ApiContract.checked(method, keycloak.client("demo-cli").call(method, "/mfa/" + path, tokens, body));
    }

    Answer code(String path, String code) {
        return post(path, Map.of("code", code));
    }

    Answer beginSetup() {
        return post("setup", Map.of("password", person.password()));
    }

    boolean verifies(String code) {
        return code("verify", code).expect(200).json().get("valid").asBoolean();
    }

    JsonNode status() {
        return get("status").expect(200).json();
    }

    /** The whole set-up; other sessions go on, so that tests can look at what they may do. The server's clock is one step further afterwards. */
    Enabled enable() {
        JsonNode setup = beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());
        String first = app.code();
        post("enable", Map.of("code", first, "sign_out_others", false)).expect(200);
        keycloak.clock().advance(app.untilNextStep().plusSeconds(1));
        return new Enabled(this, app, first, texts(setup.get("backup_codes")));
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    static String codeOf(Answer answer) {
        return Json.parse(answer.text()).path("code").asText();
    }

    /** @param first code, which proved the set-up */
    record Enabled(MfaApi api, AuthenticatorApp app, String first, List<String> codes) {}
}
