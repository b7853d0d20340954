package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.headless.FirstPartyClients.firstParty;
import static org.assertj.core.api.Assertions.assertThat;

/** Which clients may use the challenge endpoint, what holds for them, and what binds a login to one of them. */
@KeycloakIntegration
class ChallengeClientsIT {
    private static final String INVALID_SESSION = "400 {\"error\":\"invalid_session\","
            + "\"error_description\":\"The auth_session is invalid or expired.\"}";

    // --- OAuth 2.1

    @Test
    void confidentialClientUnderOAuth21(KeycloakServer keycloak) {
        FirstPartyApp agent = FirstPartyApp.of(keycloak, "demo-agent").withSecret("demo-agent-secret");
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = agent.begin(enrolled.person());
        Tokens tokens = agent.redeem(agent.goOn(asked, "otp", enrolled.app().code()));

        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().path("azp").asText()).isEqualTo("demo-agent");
        assertThat(keycloak.client("demo-agent")
                        .withSecret("demo-agent-secret")
                        .password(enrolled.person())
                        .isGranted())
                .as("a password grant")
                .isFalse();
    }

    @Test
    void clientAuthenticatesAsAtTheTokenEndpoint(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        FirstPartyApp withoutSecret = FirstPartyApp.of(keycloak, "demo-agent");
        FirstPartyApp wrongSecret = withoutSecret.withSecret("wrong");

        for (FirstPartyApp app : List.of(withoutSecret, wrongSecret, FirstPartyApp.of(keycloak, "no-such-client"))) {
            Answer here = app.begin(person);
            assertThat(here.status()).isEqualTo(401);
            assertThat(here.text())
                    .isEqualTo("{\"error\":\"invalid_client\","
                            + "\"error_description\":\"Invalid client or Invalid client credentials\"}");
        }
        Answer begun = FirstPartyApp.of(keycloak, "demo-agent")
                .withSecret("demo-agent-secret")
                .begin();
        assertThat(withoutSecret.goOn(begun, "username", person.username()).status())
                .as("at each request")
                .isEqualTo(401);
    }

    @Test
    void tokensAreBoundToTheKeyThatTheLoginBeganWith(KeycloakServer keycloak) {
        FirstPartyApp agent = FirstPartyApp.of(keycloak, "demo-agent-dpop").withNewKey();
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = agent.begin(enrolled.person());
        Tokens tokens = agent.redeem(agent.goOn(asked, "otp", enrolled.app().code()));

        assertThat(tokens.answer().json().path("token_type").asText()).isEqualTo("DPoP");
        assertThat(tokens.claims().at("/cnf/jkt").asText()).isEqualTo(agent.thumbprint());
        JsonNode introspected = keycloak.client("demo-api")
                .withSecret("demo-api-secret")
                .introspect(tokens.accessToken())
                .json();
        assertThat(introspected.path("active").asBoolean()).isTrue();
        assertThat(introspected.at("/cnf/jkt").asText()).isEqualTo(agent.thumbprint());
        Map<String, String> refresh = Map.of("grant_type", "refresh_token", "refresh_token", tokens.refreshToken());
        assertThat(agent.withNewKey().token(refresh).isGranted())
                .as("another key")
                .isFalse();
        assertThat(agent.token(refresh).isGranted()).isTrue();
    }

    @Test
    void anotherKeyCannotGoOnAndCannotRedeem(KeycloakServer keycloak) {
        FirstPartyApp agent = FirstPartyApp.of(keycloak, "demo-agent-dpop").withNewKey();
        FirstPartyApp thief = agent.withNewKey();
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = agent.begin(enrolled.person());

        assertThat(FirstPartyApp.said(thief.goOn(asked, "otp", enrolled.app().code())))
                .isEqualTo(INVALID_SESSION);
        assertThat(FirstPartyApp.said(
                        agent.withKey(null).goOn(asked, "otp", enrolled.app().code())))
                .isEqualTo("400 {\"error\":\"invalid_request\",\"error_description\":\"DPoP proof is missing\"}");
        Answer done = agent.goOn(asked, "otp", enrolled.app().code());
        Tokens stolen = thief.redeem(done);
        assertThat(stolen.error()).isEqualTo("invalid_request");
        assertThat(stolen.errorDescription()).isEqualTo("DPoP Proof public key thumbprint does not match dpop_jkt");
    }

    @Test
    void aKeyBindsWhereTheClientNeedsNone(KeycloakServer keycloak) {
        FirstPartyApp cli = FirstPartyApp.cli(keycloak).withNewKey();
        Person person = keycloak.demo().newPerson();

        Answer begun = cli.begin("username", person.username());
        assertThat(FirstPartyApp.said(cli.withKey(null).goOn(begun, "password", person.password())))
                .isEqualTo(INVALID_SESSION);
        Answer done = cli.goOn(begun, "password", person.password());
        assertThat(cli.withKey(null).redeem(done).errorDescription()).isEqualTo("DPoP Proof missing");

        Answer named = cli.withKey(null).begin("dpop_jkt", cli.thumbprint());
        assertThat(FirstPartyApp.said(cli.withKey(null).goOn(named, "username", person.username())))
                .as("a key that was only named")
                .isEqualTo(INVALID_SESSION);
        Answer ended = cli.goOn(named, "username", person.username(), "password", person.password());
        assertThat(cli.redeem(ended).claims().at("/cnf/jkt").asText()).isEqualTo(cli.thumbprint());

        assertThat(FirstPartyApp.said(
                        cli.begin(person, "dpop_jkt", cli.withNewKey().thumbprint())))
                .isEqualTo("400 {\"error\":\"invalid_request\","
                        + "\"error_description\":\"DPoP Proof public key thumbprint does not match dpop_jkt.\"}");
    }

    @Test
    void aSessionIsItsClientsAlone(KeycloakServer keycloak) {
        FirstPartyApp cli = FirstPartyApp.cli(keycloak);
        FirstPartyApp agent = FirstPartyApp.of(keycloak, "demo-agent").withSecret("demo-agent-secret");
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = cli.begin(enrolled.person());

        assertThat(FirstPartyApp.said(agent.goOn(asked, "otp", enrolled.app().code())))
                .isEqualTo(INVALID_SESSION);
        assertThat(FirstPartyApp.said(cli.goOn(asked, "username", "somebody else")))
                .isEqualTo("400 {\"error\":\"invalid_request\","
                        + "\"error_description\":\"The auth_session is for another username.\"}");
        assertThat(cli.goOn(asked, "otp", enrolled.app().code()).status())
                .as("not used up by either")
                .isEqualTo(200);
    }

    // --- discovery and browsers

    @Test
    void bothDiscoveryDocumentsNameTheEndpoint(KeycloakServer keycloak) {
        String realm = keycloak.base() + "/realms/demo";
        for (String document : List.of(
                realm + "/.well-known/openid-configuration",
                realm + "/.well-known/oauth-authorization-server",
                keycloak.base() + "/.well-known/oauth-authorization-server/realms/demo")) {
            JsonNode metadata = Http.json("GET", URI.create(document), null, null)
                    .expect(200)
                    .json();
            assertThat(metadata.path("authorization_challenge_endpoint").asText())
                    .as(document)
                    .isEqualTo(realm + "/authorize-challenge");
            assertThat(metadata.path("issuer").asText()).isEqualTo(realm);
            assertThat(metadata.path("token_endpoint").asText()).isEqualTo(realm + "/protocol/openid-connect/token");
            assertThat(metadata.path("grant_types_supported").size()).isGreaterThan(3);
        }
        assertThat(Http.json(
                                "GET",
                                URI.create(keycloak.base() + "/realms/master/.well-known/openid-configuration"),
                                null,
                                null)
                        .json()
                        .path("authorization_challenge_endpoint")
                        .asText())
                .isEqualTo(keycloak.base() + "/realms/master/authorize-challenge");
    }

    @Test
    void pagesOfTheClientsOriginsMayCall(KeycloakServer keycloak) {
        FirstPartyApp app =
                firstParty(keycloak, client -> client.putArray("webOrigins").add("https://app.example"));
        Answer preflight = Http.send(HttpRequest.newBuilder(app.endpoint())
                .header("Origin", "https://app.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).contains("https://app.example");
        assertThat(preflight.header("Access-Control-Allow-Methods").orElseThrow())
                .contains("POST");
        assertThat(preflight.header("Access-Control-Allow-Headers").orElseThrow())
                .contains("DPoP");

        Answer allowed = app.from("https://app.example").begin();
        assertThat(allowed.status()).isEqualTo(403);
        assertThat(FirstPartyApp.session(allowed)).isNotEmpty();
        assertThat(allowed.header("Access-Control-Allow-Origin")).contains("https://app.example");
        assertThat(allowed.header("Access-Control-Expose-Headers").orElseThrow())
                .contains("Retry-After");
        Answer refused = app.from("https://evil.example").begin();
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().has("auth_session")).isFalse();
        assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
