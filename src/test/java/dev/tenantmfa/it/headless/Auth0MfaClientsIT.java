package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Who may use Auth0's MFA API, and which requests it refuses. */
@KeycloakIntegration
class Auth0MfaClientsIT {
    private static final Person ALICE = new Person("", "alice", null, "Demo-Passw0rd!");

    @Test
    void pageOfAnotherOriginIsRefusedAsOAuthHasIt(KeycloakServer keycloak) {
        MfaToken token = MfaToken.of(keycloak, Enrolled.create(keycloak).person());

        Answer answer = Http.send(HttpRequest.newBuilder(MfaToken.uri(keycloak, "authenticators"))
                .header("Authorization", "Bearer " + token.value())
                .header("Origin", "https://evil.example")
                .GET());

        assertThat(answer.expect(403).json().path("error").asText()).isEqualTo("access_denied");
        assertThat(answer.json().path("error_description").asText()).isNotEmpty();
        assertThat(answer.header("Cache-Control")).hasValue("no-store");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void nobodySetsUpWithoutBeginning(KeycloakServer keycloak) {
        keycloak.freshDemoRealm();
        MfaToken token = MfaToken.of(keycloak, ALICE, "tenant", "globex");
        MfaToken other = MfaToken.of(keycloak, ALICE, "tenant", "globex");
        String secret = other.call("POST", "associate", Map.of("authenticator_types", List.of("otp")))
                .expect(200)
                .json()
                .path("secret")
                .asText();

        Tokens refused = token.otp(new AuthenticatorApp(secret, keycloak.clock()).code());

        assertThat(refused.answer().status()).isEqualTo(403);
        assertThat(refused.error()).isEqualTo("mfa_required");
        keycloak.freshDemoRealm();
    }

    @Test
    void confidentialClientsProveWhoTheyAre(KeycloakServer keycloak) {
        String id = "robot-" + UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "secret",
                        "robot-secret",
                        "publicClient",
                        false,
                        "directAccessGrantsEnabled",
                        true));
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient robot = keycloak.client(id).withSecret("robot-secret");
        MfaToken token = MfaToken.of(keycloak, robot, robot.password(enrolled.person()));

        Answer without = post(keycloak, token, "client_id", id);
        Answer wrong = post(keycloak, token, "client_id", id, "client_secret", "wrong");
        Answer foreign = post(keycloak, token, "client_id", "demo-cli");
        Answer right = post(keycloak, token, "client_id", id, "client_secret", "robot-secret");

        assertThat(without.status()).isEqualTo(401);
        assertThat(without.json().path("error").asText()).isEqualTo("invalid_client");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(foreign.status()).isEqualTo(401);
        assertThat(foreign.json().path("error").asText()).isEqualTo("invalid_token");
        right.expect(200);
    }

    @Test
    void badRequestsAreRefusedWithTheOAuthError(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken token = MfaToken.of(keycloak, enrolled.person());
        MfaToken none = new MfaToken(keycloak, token.client(), "x".repeat(43));

        assertThat(Http.json("GET", MfaToken.uri(keycloak, "authenticators"), null, null)
                        .status())
                .isEqualTo(400);
        assertThat(none.call("GET", "authenticators", null).status()).isEqualTo(401);
        assertThat(none.call("POST", "associate", Map.of("authenticator_types", List.of("otp")))
                        .status())
                .isEqualTo(401);
        assertThat(List.of(
                        token.call("POST", "challenge", "{"),
                        token.call("POST", "challenge", "[]"),
                        token.call("POST", "challenge", "{\"client_id\":1}"),
                        token.call("POST", "associate", "{\"authenticator_types\":{}}"),
                        token.call("POST", "associate", "{}"),
                        token.call("POST", "associate", Map.of("authenticator_types", List.of("oob"))),
                        token.call("POST", "associate", Map.of("authenticator_types", "x".repeat(5000))),
                        challenge(token, "authenticator_id", "sms|nobody"),
                        challenge(token, "challenge_type", "oob"),
                        challenge(token, "challenge_type", "push")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
                    assertThat(answer.json().path("error").asText())
                            .isIn("invalid_request", "unsupported_challenge_type");
                    assertThat(answer.json().has("error_description")).isTrue();
                });
    }

    private static Answer challenge(MfaToken token, String... more) {
        return post(token.keycloak(), token, concat(new String[] {"client_id", "demo-cli"}, more));
    }

    private static Answer post(KeycloakServer keycloak, MfaToken token, String... fields) {
        Map<String, String> body = new java.util.LinkedHashMap<>(Map.of("mfa_token", token.value()));
        for (int i = 0; i < fields.length; i += 2) {
            body.put(fields[i], fields[i + 1]);
        }
        return Http.json("POST", MfaToken.uri(keycloak, "challenge"), null, body);
    }

    private static String[] concat(String[] some, String[] more) {
        return java.util.stream.Stream.of(some, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}
