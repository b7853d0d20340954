package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Http;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The first login with an unknown address makes account and tenant, for the clients that are set up so. */
@KeycloakIntegration
class FirstLoginIT {

    private static final String PASSWORD = RealmAdmin.PASSWORD;

    @Test
    void firstLoginMakesTheTenantAndItsOwner(KeycloakServer keycloak) {
        String email = newEmail();
        String name = "First Login " + UUID.randomUUID();

        Tokens first = signUp(keycloak, email, PASSWORD, "tenant_name", name);
        Tokens second = signUp(keycloak, email, PASSWORD);

        assertThat(first.claims().path("tenant_name").asText()).isEqualTo(name);
        assertThat(first.claims().path("tenant_role").asText()).isEqualTo("OWNER");
        assertThat(first.claims().path("email").asText()).isEqualTo(email);
        assertThat(second.claims().path("tenant_id").asText())
                .isEqualTo(first.claims().path("tenant_id").asText());
        assertThat(signUp(keycloak, email, "wrong-password").errorDescription()).isEqualTo("Invalid user credentials");
        List<JsonNode> events = keycloak.demo().events(personOf(keycloak, email), "REGISTER");
        assertThat(events).hasSize(1);
        assertThat(events.get(0).at("/details/register_method").asText()).isEqualTo("first_login");
    }

    @Test
    void tenantIsCalledByTheLocalPartWhereNoNameIsGiven(KeycloakServer keycloak) {
        String local = "founder-" + UUID.randomUUID();

        Tokens one = signUp(keycloak, local + "@one.test", PASSWORD);
        Tokens other = signUp(keycloak, local + "@other.test", PASSWORD);

        assertThat(one.claims().path("tenant_name").asText()).isEqualTo(local);
        assertThat(other.claims().path("tenant_name").asText()).isEqualTo(local + " 2");
    }

    @Test
    void aPasswordThatTheRealmRefusesMakesNothing(KeycloakServer keycloak) {
        String email = newEmail();

        Tokens refused = signUp(keycloak, email, "short");

        assertThat(refused.answer().status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Invalid password: minimum length 8.");
        assertThat(accountsOf(keycloak, email)).isEmpty();
    }

    @Test
    void aTenantNameThatIsTakenOrNoneMakesNothing(KeycloakServer keycloak) {
        String email = newEmail();

        Tokens taken = signUp(keycloak, email, PASSWORD, "tenant_name", "acme CORPORATION");
        Tokens tooLong = signUp(keycloak, email, PASSWORD, "tenant_name", "x".repeat(101));

        assertThat(taken.error()).isEqualTo("invalid_request");
        assertThat(taken.errorDescription()).isEqualTo("tenant_name is in use");
        assertThat(tooLong.error()).isEqualTo("invalid_request");
        assertThat(accountsOf(keycloak, email)).isEmpty();
    }

    @Test
    void whatIsNoAddressMakesNothing(KeycloakServer keycloak) {
        Tokens username = signUp(keycloak, "nobody-" + UUID.randomUUID(), PASSWORD);
        Tokens inTenant = signUp(keycloak, newEmail(), PASSWORD, "tenant", "acme");

        assertThat(List.of(username, inTenant))
                .allSatisfy(answer -> assertThat(answer.answer().text())
                        .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user credentials\"}"));
    }

    @Test
    void otherClientsMakeNothing(KeycloakServer keycloak) {
        String email = newEmail();

        Tokens refused = keycloak.client("demo-cli").password(new Person("", email, email, PASSWORD));

        assertThat(refused.errorDescription()).isEqualTo("Invalid user credentials");
        assertThat(accountsOf(keycloak, email)).isEmpty();
    }

    @Test
    void manyFirstLoginsAtOnceMakeOneAccount(KeycloakServer keycloak) {
        String email = newEmail();

        List<CompletableFuture<Tokens>> logins = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> signUp(keycloak, email, PASSWORD)))
                .toList();
        List<Tokens> answers = logins.stream().map(CompletableFuture::join).toList();

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.answer().status()).isLessThan(500));
        assertThat(answers).anyMatch(Tokens::isGranted);
        assertThat(accountsOf(keycloak, email)).hasSize(1);
        assertThat(answers.stream()
                        .filter(Tokens::isGranted)
                        .map(answer -> answer.claims().path("tenant_id").asText())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void anAddressOfOriginSignsUpSoOften(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        setConfig(realm, "signUpsPerHour", "2");

        assertThat(signUp(keycloak, newEmail(), PASSWORD).isGranted()).isTrue();
        assertThat(signUp(keycloak, newEmail(), "short").error()).isEqualTo("invalid_grant");
        assertThat(signUp(keycloak, newEmail(), PASSWORD).isGranted()).isTrue();
        Tokens third = signUp(keycloak, newEmail(), PASSWORD);

        assertThat(third.answer().status()).isEqualTo(429);
        assertThat(third.error()).isEqualTo("too_many_attempts");
        assertThat(third.answer().header("Retry-After")).hasValue("3600");
        keycloak.freshDemoRealm();
    }

    @Test
    void anAddressIsVerifiedFirstWhereTheRealmAsksForIt(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        realm.update(settings -> settings.put("verifyEmail", true));
        String email = newEmail();

        Tokens before = signUp(keycloak, email, PASSWORD);
        Visitor visitor = keycloak.visitor();
        WebPage confirm = visitor.open(
                keycloak.mailbox().awaitMailTo(personOf(keycloak, email)).link());
        visitor.open(confirm.uri()
                .resolve(confirm.document().select("a[href*=action-token]").attr("href")));
        Tokens after = signUp(keycloak, email, PASSWORD);

        assertThat(before.error()).isEqualTo("invalid_grant");
        assertThat(before.errorDescription()).isEqualTo("Account is not fully set up");
        assertThat(after.claims().path("tenant_role").asText()).isEqualTo("OWNER");
        keycloak.freshDemoRealm();
    }

    private static void setConfig(RealmAdmin realm, String key, String value) {
        String flow = Http.encode("tenant-mfa sign-up").replace("+", "%20");
        for (JsonNode execution : RealmAdmin.list(realm.get("/authentication/flows/" + flow + "/executions"))) {
            if (execution.path("providerId").asText().equals("tmfa-direct-grant-user")) {
                String id = execution.path("authenticationConfig").asText();
                ObjectNode config = (ObjectNode)
                        realm.get("/authentication/config/" + id).expect(200).json();
                config.withObjectProperty("config").put(key, value);
                realm.put("/authentication/config/" + id, config).expect(204);
            }
        }
    }

    private static List<JsonNode> accountsOf(KeycloakServer keycloak, String email) {
        return RealmAdmin.list(keycloak.demo().get("/users?exact=true&email=" + Http.encode(email)));
    }

    private static Person personOf(KeycloakServer keycloak, String email) {
        return keycloak.demo().person(email, PASSWORD);
    }

    private static Tokens signUp(KeycloakServer keycloak, String email, String password, String... more) {
        OidcClient client = keycloak.client("demo-signup");
        return client.password(new Person("", email, email, password), more);
    }

    private static String newEmail() {
        return "founder-" + UUID.randomUUID() + "@example.test";
    }
}
