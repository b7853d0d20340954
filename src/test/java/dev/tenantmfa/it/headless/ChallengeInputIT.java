package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.mfa.Enrolled;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What is wrong with a request to the challenge endpoint is said, and is never the server's fault. */
@KeycloakIntegration
class ChallengeInputIT {

    private static final String INVALID_SESSION = "400 {\"error\":\"invalid_session\","
            + "\"error_description\":\"The auth_session is invalid or expired.\"}";

    @Test
    void theAuthorizationRequestIsChecked(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);

        assertThat(FirstPartyApp.said(app.begin("response_type", null)))
                .isEqualTo(invalid("Missing parameter: response_type"));
        assertThat(FirstPartyApp.said(app.begin("response_type", "token")))
                .isEqualTo("400 {\"error\":\"unsupported_response_type\","
                        + "\"error_description\":\"response_type must be code.\"}");
        assertThat(FirstPartyApp.said(app.begin("code_challenge", null)))
                .isEqualTo(invalid("Missing parameter: code_challenge"));
        assertThat(FirstPartyApp.said(app.begin("code_challenge_method", null)))
                .isEqualTo(invalid("Missing parameter: code_challenge_method"));
        assertThat(FirstPartyApp.said(app.begin("code_challenge_method", "plain")))
                .isEqualTo(invalid("code_challenge_method must be S256."));
        assertThat(FirstPartyApp.said(app.begin("code_challenge", "short")))
                .isEqualTo(invalid("Invalid parameter: code_challenge"));
        assertThat(FirstPartyApp.said(app.begin("scope", "openid no-such-scope")))
                .isEqualTo("400 {\"error\":\"invalid_scope\","
                        + "\"error_description\":\"Invalid scopes: openid no-such-scope\"}");
        assertThat(FirstPartyApp.said(app.begin("request", "eyJhbGciOiJub25lIn0.e30.")))
                .isEqualTo("400 {\"error\":\"request_not_supported\","
                        + "\"error_description\":\"Request objects are not supported.\"}");
        assertThat(FirstPartyApp.said(app.begin("request_uri", "http://127.0.0.1:1/")))
                .isEqualTo("400 {\"error\":\"request_uri_not_supported\","
                        + "\"error_description\":\"Request objects are not supported.\"}");
        assertThat(FirstPartyApp.said(app.begin("binding_code", "123456")))
                .isEqualTo(invalid("binding_code requires an auth_session."));
        assertThat(FirstPartyApp.said(app.begin("challenge_type", "otp")))
                .isEqualTo(invalid("challenge_type must be oob."));
        assertThat(FirstPartyApp.said(app.begin("otp", "123456", "challenge_type", "oob")))
                .isEqualTo(invalid("Send only one of otp, binding_code and a message request."));
    }

    @Test
    void laterRequestsCannotChangeTheFirst(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        Answer begun = app.begin("username", person.username());

        assertThat(FirstPartyApp.said(app.goOn(begun, "scope", "openid email")))
                .isEqualTo(invalid("The parameter scope must have the same value as in the first request."));
        assertThat(FirstPartyApp.said(app.goOn(
                        begun,
                        "code_challenge",
                        app.withOtherVerifier().authorizationRequest().get("code_challenge"))))
                .isEqualTo(invalid("The parameter code_challenge must have the same value as in the first request."));
        Map<String, String> again = new LinkedHashMap<>(app.authorizationRequest());
        again.put("auth_session", FirstPartyApp.session(begun));
        again.put("password", person.password());
        assertThat(app.redeem(app.post(again)).isGranted())
                .as("the same once more")
                .isTrue();
    }

    @Test
    void sessionsThatNobodyGotAreInvalid(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        String session = FirstPartyApp.session(app.begin(enrolled.person()));
        String turned = (session.charAt(0) == 'A' ? "B" : "A") + session.substring(1);

        for (String tampered : List.of(
                turned,
                session + "A",
                session.substring(1),
                " " + session + " x",
                session.toUpperCase(java.util.Locale.ROOT) + "é",
                "tmfa.login.x",
                "../" + session,
                "💥",
                "x".repeat(4000))) {
            assertThat(FirstPartyApp.said(app.post(Map.of(
                            "auth_session", tampered, "otp", enrolled.app().code()))))
                    .as(tampered)
                    .isEqualTo(INVALID_SESSION);
        }
        assertThat(keycloak.client("demo-cli")
                        .token(Map.of(
                                "grant_type",
                                "http://auth0.com/oauth/grant-type/mfa-otp",
                                "mfa_token",
                                session,
                                "otp",
                                enrolled.app().code()))
                        .error())
                .as("it is no mfa_token")
                .isEqualTo("invalid_grant");
        String token = keycloak.client("demo-cli")
                .password(enrolled.person())
                .answer()
                .json()
                .path("mfa_token")
                .asText();
        assertThat(FirstPartyApp.said(app.post(
                        Map.of("auth_session", token, "otp", enrolled.app().code()))))
                .as("nor is an mfa_token one")
                .isEqualTo(INVALID_SESSION);
    }

    @Test
    void oddRequestsAreTheCallersFault(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        String form = Http.encode(app.authorizationRequest()) + "&client_id=demo-cli";

        for (Answer refused :
                List.of(raw(app, "GET", null, null), raw(app, "PUT", "application/x-www-form-urlencoded", form))) {
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.header("Allow")).contains("POST");
            assertThat(refused.json().get("code").asText()).isEqualTo("method_not_allowed");
        }
        assertThat(FirstPartyApp.said(raw(app, "POST", "application/json", "{}")))
                .isEqualTo("415 {\"error\":\"invalid_request\","
                        + "\"error_description\":\"The body must be application/x-www-form-urlencoded.\"}");
        assertThat(raw(app, "POST", "text/plain", form).status()).isEqualTo(415);
        assertThat(FirstPartyApp.said(
                        raw(app, "POST", "application/x-www-form-urlencoded", form + "&scope=openid&scope=email")))
                .isEqualTo(invalid("duplicated parameter"));
        assertThat(FirstPartyApp.said(
                        raw(app, "POST", "application/x-www-form-urlencoded", form + "&username=a&username=b")))
                .isEqualTo(invalid("duplicated parameter"));
        assertThat(FirstPartyApp.said(app.begin("username", "x".repeat(256))))
                .isEqualTo(invalid("A parameter is longer than 255 characters."));
        assertThat(raw(app, "POST", "application/x-www-form-urlencoded", form + "&username=" + "x".repeat(1 << 20))
                        .status())
                .isBetween(400, 499);
        for (String body : List.of(
                "",
                "&&&=&",
                "client_id=demo-cli",
                "client_id=",
                form + "&username=%00%ff%fe&password=%00",
                form + "&username=%ED%A0%80&password=%F0%28%8C%28",
                form + "&username=%F0%9F%92%A5&password=%C3%A9%E2%80%AE&tenant=%F0%9F%92%A5",
                form + "&username=a%25_%27%22&password=a&tenant=%25",
                form + "&max_age=abc",
                form + "&max_age=99999999999999999999",
                form + "&claims=%7Bnot-json",
                form + "&acr_values=99999999999999999999+mfa",
                form + "&authorization_details=%5B%5D",
                form + "&dpop_jkt=%F0%9F%92%A5",
                form + "&username=a&password=b&execution=x&authenticationExecution=y",
                form + "&nonce=" + "x".repeat(4000))) {
            Answer answer = raw(app, "POST", "application/x-www-form-urlencoded", body);
            assertThat(answer.status()).as(body + " gives " + answer).isBetween(400, 403);
        }
        for (String age : List.of("abc", "1.5", "99999999999")) {
            assertThat(FirstPartyApp.said(app.begin("max_age", age)))
                    .isEqualTo(invalid("max_age must be a number of seconds."));
        }
        for (String claims : List.of("{not-json", "[]", "7", "<b>")) {
            assertThat(FirstPartyApp.said(app.begin("claims", claims)))
                    .isEqualTo(invalid("claims must be a JSON object."));
        }
        assertThat(Http.postForm(app.endpoint(), Map.of("client_id", "demo-cli"), "DPoP", "not.a.proof")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whatWasTypedStandsNowhere(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        String wrong = "wrong-" + System.nanoTime();
        long mark = keycloak.log().mark();
        Answer begun = app.begin("username", enrolled.person().username());
        Answer refused = app.goOn(begun, "password", wrong);
        Answer asked = app.goOn(refused, "password", enrolled.person().password());
        String stored = keycloak.support().singleUseObjects();
        String code = enrolled.app().code();
        String authorization = FirstPartyApp.code(app.goOn(asked, "otp", code));

        String told = keycloak.log().textSince(mark) + keycloak.demo().events(enrolled.person());
        for (String secret : List.of(
                wrong,
                enrolled.person().password(),
                FirstPartyApp.session(begun),
                FirstPartyApp.session(refused),
                FirstPartyApp.session(asked))) {
            assertThat(stored).as("single-use store").doesNotContain(secret);
            assertThat(told).as("log and events").doesNotContain(secret);
        }
        assertThat(told).as("log and events").doesNotContain(authorization.substring(0, 36));
        assertThat(told).doesNotContain("otp=" + code, "\"" + code + "\"");
    }

    private static Answer raw(FirstPartyApp app, String method, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(app.endpoint());
        if (type != null) {
            request.header("Content-Type", type);
        }
        return Http.send(
                request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static String invalid(String description) {
        return "400 {\"error\":\"invalid_request\",\"error_description\":\"" + description + "\"}";
    }
}
