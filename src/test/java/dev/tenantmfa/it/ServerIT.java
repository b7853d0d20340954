package dev.tenantmfa.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.DeviceAuthorization;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Await;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.ServerRuntime;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The server starts with the JAR, and everything that other tests lean on works. */
@KeycloakIntegration
class ServerIT {
    @Test
    void startsWithTheJarAndLogsNoError(KeycloakServer keycloak) {
        assertThat(keycloak.startLog()).anyMatch(line -> line.contains("started in"));
        assertThat(keycloak.startLog().stream().filter(line -> line.contains(" ERROR ") || line.contains(" FATAL ")))
                .isEmpty();
    }

    /** A run for the table of versions must not have been one on something else. */
    @Test
    void runsOnTheVersionsAskedFor(KeycloakServer keycloak) {
        JsonNode system = keycloak.admin()
                .request("GET", "/admin/serverinfo", null)
                .expect(200)
                .json()
                .get("systemInfo");

        assertThat(system.get("version").asText()).isEqualTo(System.getProperty("keycloak.server.version"));
        if (ServerRuntime.chosen() == ServerRuntime.DISTRIBUTION) {
            // An image brings a JDK of its own.
            assertThat(KeycloakProcess.javaHome().resolve("release"))
                    .content()
                    .contains("JAVA_VERSION=\"" + system.get("javaVersion").asText() + "\"");
        }
    }

    @Test
    void clockMovesAndExpiresTokensAndSingleUseObjects(KeycloakServer keycloak) {
        TestSupport support = keycloak.support();
        Tokens tokens = keycloak.client("demo-cli").password(keycloak.demo().newPerson());
        support.putSingleUseObject("expiring", 60);
        keycloak.clock().advance(Duration.ofSeconds(50));
        assertThat(support.hasSingleUseObject("expiring")).isTrue();
        assertThat(support.currentTimeMillis())
                .isBetween(keycloak.clock().millis() - 5_000, keycloak.clock().millis() + 5_000);

        keycloak.clock().advance(Duration.ofSeconds(20));

        assertThat(support.hasSingleUseObject("expiring")).isFalse();
        keycloak.clock().advance(Duration.ofHours(2));
        assertThat(keycloak.client("demo-cli").userinfo(tokens.accessToken()).status())
                .isEqualTo(401);
    }

    @Test
    void clockIsResetAfterEachTest(KeycloakServer keycloak) {
        assertThat(keycloak.support().currentTimeMillis())
                .isBetween(System.currentTimeMillis() - 5_000, System.currentTimeMillis() + 5_000);
    }

    @Test
    void mailsArrive(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();

        keycloak.demo().sendActionsMail(person, "UPDATE_PASSWORD");

        Mailbox.Mail mail = keycloak.mailbox().awaitMailTo(person);
        assertThat(mail.subject()).isNotEmpty();
        assertThat(mail.link()).hasPath("/realms/demo/login-actions/action-token");
        assertThat(mail.html()).contains("href");
    }

    @Test
    void logIsCaptured(KeycloakServer keycloak) {
        long before = keycloak.log().mark();
        Person person = keycloak.demo().newPerson();

        Tokens tokens = keycloak.client("demo-cli")
                .password(new Person(person.id(), person.username(), person.email(), "wrong"));

        assertThat(tokens.isGranted()).isFalse();
        keycloak.log().await(before, line -> line.contains("LOGIN_ERROR") && line.contains(person.id()));
    }

    @Test
    void credentialsAreShownRawAndCanBeTamperedWith(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        Person person = realm.newPerson();
        StoredCredential password = keycloak.support().credential(realm, person, "password");
        assertThat(password.secret().get("value").asText()).isNotEmpty();
        assertThat(keycloak.support().database())
                .contains("INSERT INTO \"PUBLIC\".\"CREDENTIAL\"")
                .contains(password.id());

        keycloak.support()
                .replaceSecretData(
                        realm, person, password, password.secretData().replace("\"value\":\"", "\"value\":\"AAAA"));

        assertThat(keycloak.client("demo-cli").password(person).isGranted()).isFalse();
    }

    @Test
    void vaultCanBeFilled(KeycloakServer keycloak) {
        keycloak.putIntoVault("demo", "smtp_password", "secret of the vault");

        assertThat(keycloak.support().vaultSecret("demo", "${vault.smtp_password}"))
                .isEqualTo("secret of the vault");
    }

    @Test
    void codeFlowNeedsNoBrowser(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        OidcClient app = keycloak.client("demo-app");

        Tokens tokens = app.logIn(person);

        assertThat(tokens.claims().get("sub").asText()).isEqualTo(person.id());
        assertThat(app.userinfo(tokens.accessToken()).json().get("email").asText())
                .isEqualTo(person.email());
        Tokens refreshed = app.refresh(tokens);
        assertThat(refreshed.isGranted()).isTrue();
        app.logOut(refreshed).expect(204);
        assertThat(app.refresh(refreshed).error()).isEqualTo("invalid_grant");
    }

    @Test
    void wrongPasswordIsToldToTheVisitor(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage login = visitor.open(keycloak.client("demo-app").authorization().uri());

        WebPage refused = visitor.submit(login, Map.of("username", person.username(), "password", "wrong"));

        assertThat(refused.error()).contains("Invalid username or password.");
    }

    @Test
    void fiftyPeopleLogInAtOnce(KeycloakServer keycloak) throws Exception {
        OidcClient app = keycloak.client("demo-app");
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            // Not one person fifty times: Keycloak's brute-force protector refuses a login while another one of the
            // same person is being checked.
            List<Future<Tokens>> logins = IntStream.range(0, 50)
                    .mapToObj(
                            i -> threads.submit(() -> app.logIn(keycloak.demo().newPerson())))
                    .toList();
            for (Future<Tokens> login : logins) {
                assertThat(login.get().isGranted()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void deviceFlowIsAllowedInAnyBrowser(KeycloakServer keycloak) {
        keycloak.demo()
                .updateClient(
                        "demo-app",
                        client -> client.withObjectProperty("attributes")
                                .put("oauth2.device.authorization.grant.enabled", "true"));
        OidcClient app = keycloak.client("demo-app");
        DeviceAuthorization device = app.authorizeDevice();
        assertThat(app.poll(device).error()).isEqualTo("authorization_pending");
        Visitor visitor = keycloak.visitor();

        WebPage consent =
                visitor.logIn(device.verificationUri(), keycloak.demo().newPerson());
        visitor.submit(consent, Map.of("accept", "Yes"));

        keycloak.clock().advance(device.interval());
        assertThat(app.poll(device).isGranted()).isTrue();
    }

    @Test
    void demoRealmCanBeReplacedByAFreshOne(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();

        RealmAdmin fresh = keycloak.freshDemoRealm();

        assertThat(fresh.get("/users/" + person.id()).status()).isEqualTo(404);
        Person other = fresh.newPerson();
        fresh.sendActionsMail(other, "UPDATE_PASSWORD");
        assertThat(keycloak.mailbox().awaitMailTo(other).link()).hasPath("/realms/demo/login-actions/action-token");
    }

    @Test
    void eventsOfAPersonAreStored(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();

        keycloak.client("demo-cli").password(person);

        Await.that(
                "the login event",
                Duration.ofSeconds(5),
                () -> keycloak.demo().events(person, "LOGIN").size() == 1);
    }

    @Test
    void discoveryIsServed(KeycloakServer keycloak) {
        URI discovery = URI.create(keycloak.base() + "/realms/demo/.well-known/openid-configuration");

        assertThat(Http.json("GET", discovery, null, null)
                        .expect(200)
                        .json()
                        .get("issuer")
                        .asText())
                .isEqualTo(keycloak.base() + "/realms/demo");
    }
}
