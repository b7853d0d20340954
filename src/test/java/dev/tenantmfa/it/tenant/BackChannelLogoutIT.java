package dev.tenantmfa.it.tenant;

import com.sun.net.httpserver.HttpServer;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A client of another origin: it is told when we end a session, and its scripts can read when to try again. */
@KeycloakIntegration
class BackChannelLogoutIT {
    private static final String CLIENT = "back-channel-app";
    private static final String ORIGIN = "http://app.example";

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final KeycloakServer keycloak;
    private HttpServer application;
    private OidcClient client;

    BackChannelLogoutIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void applicationThatListens() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.createContext("/logout", exchange -> {
            told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        application.start();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        CLIENT,
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "webOrigins",
                        List.of(ORIGIN),
                        "redirectUris",
                        List.of("http://localhost:*"),
                        "defaultClientScopes",
                        List.of("basic", "tenant-mfa"),
                        "attributes",
                        Map.of(
                                "backchannel.logout.url",
                                "http://127.0.0.1:" + application.getAddress().getPort() + "/logout",
                                "backchannel.logout.session.required",
                                "true")));
        client = OidcClient.of(keycloak.base(), "demo", CLIENT);
    }

    @AfterEach
    void goAway() {
        application.stop(0);
        keycloak.demo().deleteClient(CLIENT);
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "10");
    }

    @Test
    void resetOfAFactorIsTold() {
        Person person = keycloak.demo().newPerson();
        assertThat(client.password(person).isGranted()).isTrue();

        keycloak.demo().post("/mfa/users/" + person.id() + "/reset", Map.of()).expect(204);

        assertTold();
    }

    @Test
    void suspensionOfATenantIsTold() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        assertThat(client.password(tenant.newMember("MEMBER")).isGranted()).isTrue();

        tenant.suspend();

        assertTold();
    }

    @Test
    void suspensionOfAMembershipIsTold() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        assertThat(client.password(person).isGranted()).isTrue();

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        assertTold();
    }

    /** It continues with the other tenant. */
    @Test
    void clientOfTwoTenantsIsToldWhenTheCurrentOneEnds() {
        TenantFixture tenant = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        other.addAsAdministrator(person);
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest first = client.authorization().with("tenant", other.alias());
        Tokens continued =
                client.redeem(first, visitor.logIn(first.uri(), person).code());
        visitor.open(client.authorization().with("tenant", tenant.alias()).uri());

        tenant.call(tenant.owner(), "PATCH", "/me/users/" + person.id(), Map.of("is_active", false))
                .expect(200);

        assertTold();
        assertThat(client.refresh(continued).isGranted()).isTrue();
    }

    @Test
    void firstSetupIsTold() {
        Person person = keycloak.demo().newPerson();
        assertThat(client.password(person).isGranted()).isTrue();
        OidcClient cli = keycloak.client("demo-cli");
        var tokens = cli.password(person);
        var setup = cli.call("POST", "/mfa/setup", tokens, Map.of("password", person.password()))
                .expect(200)
                .json();
        var app =
                new dev.tenantmfa.it.actors.AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());

        cli.call("POST", "/mfa/enable", tokens, Map.of("code", app.code())).expect(200);

        assertTold();
    }

    @Test
    void waitAfterTooManyAttemptsCanBeReadByScripts() {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "1");
        Enrolled enrolled = Enrolled.create(keycloak);
        URI endpoint = URI.create(keycloak.base() + "/realms/demo/protocol/openid-connect/token");
        Map<String, String> form = Map.of(
                "grant_type",
                "password",
                "client_id",
                CLIENT,
                "username",
                enrolled.person().username(),
                "password",
                enrolled.person().password());
        String token = Http.postForm(endpoint, form)
                .expect(403)
                .json()
                .get("mfa_token")
                .asText();
        Http.postForm(endpoint, with(form, "totp", enrolled.app().wrongCode()));

        Answer blocked = Await.value(
                "a refusal by our limit",
                Duration.ofSeconds(20),
                () -> java.util.Optional.of(Http.postForm(
                                endpoint, with(form, "totp", enrolled.app().code()), "Origin", ORIGIN))
                        .filter(answer -> answer.status() == 429));
        Answer grant = Http.postForm(
                endpoint,
                Map.of(
                        "grant_type",
                        "http://auth0.com/oauth/grant-type/mfa-otp",
                        "client_id",
                        CLIENT,
                        "mfa_token",
                        token,
                        "otp",
                        enrolled.app().code()),
                "Origin",
                ORIGIN);

        for (Answer answer : List.of(blocked, grant)) {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isPresent();
            assertThat(answer.header("Access-Control-Allow-Origin")).contains(ORIGIN);
            assertThat(answer.header("Access-Control-Expose-Headers").orElseThrow())
                    .contains("Retry-After");
        }
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> more = new java.util.HashMap<>(form);
        more.put(name, value);
        return more;
    }

    private void assertTold() {
        Await.that("the logout token", Duration.ofSeconds(20), () -> !told.isEmpty());
        assertThat(told.peek()).startsWith("logout_token=");
    }
}
