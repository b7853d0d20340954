package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.tenant.TenantFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who logs in with the password grant: by tenant and username, by address, by the realm's username. */
@KeycloakIntegration
class PasswordGrantIT {

    private static final String DEMO_PASSWORD = "Demo-Passw0rd!";

    @ParameterizedTest
    @CsvSource({
        "acme, alice, Acme Corporation",
        "owner@acme.test, alice, Acme Corporation",
        "acme, Alice, Acme Corporation",
        "acme, member@acme.test, Acme Corporation",
        "acme, alice@acme, Acme Corporation"
    })
    void tenantAndUsername(String tenant, String username, String expected, KeycloakServer keycloak) {
        Tokens tokens = login(keycloak, username, DEMO_PASSWORD, "tenant", tenant);

        assertThat(tokens.claims().path("tenant_name").asText()).isEqualTo(expected);
        assertThat(tokens.claims().path("tenant_username").asText()).isEqualTo("alice");
        assertThat(tokens.claims().path("mfa").asBoolean()).isFalse();
    }

    @Test
    void sameUsernameInAnotherTenant(KeycloakServer keycloak) {
        Answer answer = login(keycloak, "alice", DEMO_PASSWORD, "tenant", "globex")
                .answer()
                .expect(403);

        // Globex asks everybody for a second factor.
        assertThat(answer.json().path("error").asText()).isEqualTo("mfa_required");
        assertThat(answer.json().path("mfa_requirements").toString()).isEqualTo("{\"enroll\":[{\"type\":\"otp\"}]}");
        assertThat(answer.json().path("mfa_token").asText()).hasSize(43);
        assertThat(answer.header("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }

    @Test
    void addressAlone(KeycloakServer keycloak) {
        Tokens tokens = login(keycloak, "member@acme.test", DEMO_PASSWORD);

        assertThat(tokens.claims().path("tenant_role").asText()).isEqualTo("MEMBER");
    }

    @Test
    void usernameOfTheRealmForPeopleOfNoTenant(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();

        Tokens tokens = login(keycloak, person.username(), person.password());

        assertThat(tokens.isGranted()).isTrue();
        assertThat(tokens.claims().has("tenant_id")).isFalse();
    }

    @Test
    void whoeverDoesNotPassHearsTheSame(KeycloakServer keycloak) {
        Person stranger = keycloak.demo().newPerson();
        Person withoutPassword = withoutPassword(keycloak);
        List<Tokens> refused = new ArrayList<>(List.of(
                login(keycloak, "alice", "wrong", "tenant", "acme"),
                login(keycloak, "nobody", DEMO_PASSWORD, "tenant", "acme"),
                login(keycloak, "alice", DEMO_PASSWORD, "tenant", "no-such-tenant"),
                login(keycloak, "owner@globex.test", DEMO_PASSWORD, "tenant", "acme"),
                login(keycloak, stranger.username(), stranger.password(), "tenant", "acme"),
                login(keycloak, stranger.username(), "wrong"),
                login(keycloak, "nobody-" + UUID.randomUUID(), "wrong"),
                login(keycloak, "nobody-" + UUID.randomUUID() + "@example.test", "wrong"),
                login(keycloak, withoutPassword.username(), "wrong"),
                login(keycloak, "service-account-demo-robot", "wrong"),
                login(keycloak, "alice", DEMO_PASSWORD, "tenant", "acme\u0000\u202e"),
                login(keycloak, "n\u0000b\u202edy", "wrong"),
                login(keycloak, "x".repeat(3000), "wrong"),
                login(keycloak, "\uD83D\uDE00", "wrong"),
                login(keycloak, "alice", DEMO_PASSWORD, "tenant", "%")));

        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.answer().status()).isEqualTo(400);
            assertThat(answer.answer().text())
                    .isEqualTo("{\"error\":\"invalid_grant\",\"error_description\":\"Invalid user credentials\"}");
        });
    }

    @Test
    void whoeverDoesNotPassWaitsAsLong(KeycloakServer keycloak) {
        // A hash takes as long here as it does outside of tests, and so is most of an answer's time.
        keycloak.demo().update(realm -> realm.put("passwordPolicy", "length(8) and hashIterations(70)"));
        try {
            assertThatRefusalsTakeTheSameTime(keycloak);
        } finally {
            keycloak.demo().update(realm -> realm.put("passwordPolicy", "length(8)"));
        }
    }

    private static void assertThatRefusalsTakeTheSameTime(KeycloakServer keycloak) {
        Person somebody = keycloak.demo().newPerson();
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person withoutPassword = withoutPassword(keycloak);
        Person disabled = withoutPassword(keycloak);
        keycloak.demo().updateUser(disabled, user -> user.put("enabled", false));

        String unknown = "nobody-" + UUID.randomUUID();
        List<Runnable> logins = List.of(
                () -> login(keycloak, somebody.username(), "wrong"),
                () -> login(keycloak, unknown, "wrong"),
                () -> login(keycloak, somebody.username(), "wrong", "tenant", tenant.alias()),
                () -> login(keycloak, withoutPassword.username(), "wrong"),
                () -> login(keycloak, disabled.username(), "wrong"));
        long[] times = fastest(logins);

        for (long time : times) {
            assertThat((double) time / times[0]).as("ratio").isBetween(0.5, 2.0);
        }
    }

    @Test
    void aMissingUsernameOrPasswordIsNoServerError(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");

        Tokens noUsername = cli.token(Map.of("grant_type", "password", "password", "x"));
        Tokens noPassword = cli.token(Map.of("grant_type", "password", "username", "owner@acme.test"));
        Tokens noPasswordOfNobody = cli.token(Map.of("grant_type", "password", "username", "nobody@acme.test"));

        assertThat(noUsername.answer().status()).isEqualTo(400);
        assertThat(noUsername.error()).isEqualTo("invalid_request");
        assertThat(noPassword.error()).isEqualTo("invalid_grant");
        assertThat(noPasswordOfNobody.answer().text())
                .isEqualTo(noPassword.answer().text());
    }

    @Test
    void personOfSeveralTenantsNamesOne(KeycloakServer keycloak) {
        TenantFixture one = TenantFixture.create(keycloak);
        TenantFixture other = TenantFixture.create(keycloak);
        Person person = one.newMember("MEMBER");
        other.add(person, "ADMIN");

        Tokens unnamed = login(keycloak, person.username(), person.password());
        Tokens wrong = login(keycloak, person.username(), "wrong");
        Tokens named = login(keycloak, person.username(), person.password(), "tenant", other.alias());
        Tokens byScope =
                login(keycloak, person.username(), person.password(), "scope", "openid organization:" + one.alias());

        Tokens contradicting = login(
                keycloak,
                person.username(),
                person.password(),
                "tenant",
                one.alias(),
                "scope",
                "openid organization:" + other.alias());

        assertThat(byScope.claims().path("tenant_id").asText()).isEqualTo(one.id());
        assertThat(contradicting.error())
                .as("no organization claim of a tenant that was not entered")
                .isEqualTo("invalid_grant");
        assertThat(unnamed.error()).isEqualTo("invalid_request");
        assertThat(unnamed.errorDescription()).contains("tenant_required");
        assertThat(wrong.errorDescription()).isEqualTo("Invalid user credentials");
        assertThat(named.claims().path("tenant_id").asText()).isEqualTo(other.id());
    }

    @Test
    void aSuspendedTenantIsToldAfterARightPasswordAlone(KeycloakServer keycloak) {
        TenantFixture tenant = TenantFixture.create(keycloak);
        Person person = tenant.newMember("MEMBER");
        keycloak.demo()
                .put(
                        "/organizations/" + tenant.id(),
                        Map.of("name", tenant.name(), "alias", tenant.alias(), "enabled", false))
                .expect(204);

        Tokens right = login(keycloak, person.username(), person.password(), "tenant", tenant.alias());
        Tokens wrong = login(keycloak, person.username(), "wrong", "tenant", tenant.alias());

        assertThat(right.errorDescription()).isEqualTo("Access to " + tenant.name() + " is suspended");
        assertThat(wrong.errorDescription()).isEqualTo("Invalid user credentials");
    }

    @Test
    void aDisabledAccountIsToldAfterARightPasswordAlone(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        keycloak.demo().updateUser(person, user -> user.put("enabled", false));

        assertThat(login(keycloak, person.username(), "wrong").errorDescription())
                .isEqualTo("Invalid user credentials");
        assertThat(login(keycloak, person.username(), person.password()).errorDescription())
                .isEqualTo("Account disabled");
    }

    @Test
    void eventsNameWhatWasTyped(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        login(keycloak, person.username(), "wrong");

        List<JsonNode> events = keycloak.demo().events(person, "LOGIN_ERROR");

        assertThat(events).anySatisfy(event -> {
            assertThat(event.path("error").asText()).isEqualTo("invalid_user_credentials");
            assertThat(event.at("/details/username").asText()).isEqualTo(person.username());
        });
    }

    private static Person withoutPassword(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        String credential = keycloak.demo().credentials(person).get(0).get("id").asText();
        keycloak.demo()
                .delete("/users/" + person.id() + "/credentials/" + credential)
                .expect(204);
        return person;
    }

    /** The shortest time of each, in turn: what else runs on the machine makes others longer, but no hash shorter. */
    private static long[] fastest(List<Runnable> actions) {
        long[] fastest = new long[actions.size()];
        Arrays.fill(fastest, Long.MAX_VALUE);
        for (int round = 0; round < 11; round++) {
            for (int i = 0; i < fastest.length; i++) {
                long begin = System.nanoTime();
                actions.get(i).run();
                fastest[i] = Math.min(fastest[i], System.nanoTime() - begin);
            }
        }
        return fastest;
    }

    private static Tokens login(KeycloakServer keycloak, String username, String password, String... more) {
        return keycloak.client("demo-cli").password(new Person("", username, null, password), more);
    }
}
