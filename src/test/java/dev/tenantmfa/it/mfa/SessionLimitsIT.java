package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What sessions may do that show no second factor: guess a little, and end with the first setup. */
@KeycloakIntegration
class SessionLimitsIT {

    @Test
    void guessesOverManySessionsEndAtTwentyADay(KeycloakServer keycloak) {
        MfaApi first = MfaApi.ofSomebodyNew(keycloak);
        List<MfaApi> sessions = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            sessions.add(MfaApi.logIn(keycloak, first.person()));
        }
        MfaApi.Enabled enabled = first.enable();
        for (int i = 0; i < 20; i++) {
            assertThat(sessions.get(i / 5).verifies(enabled.app().wrongCode())).isFalse();
        }

        Answer refused = sessions.get(4).code("verify", enabled.app().code()).expect(429);

        assertThat(MfaApi.codeOf(refused)).isEqualTo("too_many_attempts");
        assertThat(keycloak.client("demo-cli")
                        .password(first.person(), "totp", enabled.app().code())
                        .isGranted())
                .as("a login")
                .isTrue();
    }

    @Test
    void sessionFromBeforeTheFirstFactorNeitherDisablesNorRegenerates(KeycloakServer keycloak) {
        MfaApi older = MfaApi.ofSomebodyNew(keycloak);
        keycloak.clock().advance(Duration.ofSeconds(2));
        MfaApi.Enabled enabled = MfaApi.logIn(keycloak, older.person()).enable();
        String code = enabled.app().code();

        for (Answer refused : List.of(
                older.code("backup-codes/regenerate", code),
                older.post("disable", Map.of("password", older.person().password(), "code", code)))) {
            assertThat(MfaApi.codeOf(refused.expect(401))).isEqualTo("insufficient_user_authentication");
        }

        assertThat(enabled.api().verifies(code)).as("no code was used up").isTrue();
        enabled.api().code("backup-codes/regenerate", enabled.codes().get(0)).expect(200);
    }

    @Test
    void firstSetupByRestEndsOtherSessionsAndOfflineTokens(KeycloakServer keycloak) {
        OidcClient cli = keycloak.client("demo-cli");
        MfaApi api = MfaApi.ofSomebodyNew(keycloak);
        Tokens elsewhere = cli.password(api.person());
        Tokens offline = cli.password(api.person(), "scope", "openid offline_access");
        assertThat(cli.refresh(offline).isGranted()).isTrue();
        JsonNode setup = api.beginSetup().expect(200).json();
        AuthenticatorApp app = new AuthenticatorApp(setup.get("secret").asText(), keycloak.clock());

        api.code("enable", app.code()).expect(200);

        assertThat(cli.refresh(elsewhere).isGranted()).isFalse();
        assertThat(cli.refresh(offline).isGranted()).isFalse();
        assertThat(cli.refresh(api.tokens()).isGranted()).isTrue();
        api.get("status").expect(200);
    }

    @Test
    void firstSetupInABrowserEndsOtherSessionsUnlessUnticked(KeycloakServer keycloak) {
        OidcClient client = keycloak.client("demo-app");
        for (boolean ticked : new boolean[] {true, false}) {
            Person person = keycloak.demo().newPerson();
            Visitor browser = keycloak.visitor();
            Tokens here = client.logIn(browser, person);
            Tokens elsewhere = client.logIn(person);
            AuthorizationRequest request = client.authorization().with("kc_action", "tmfa-configure");
            WebPage page = browser.open(request.uri());
            AuthenticatorApp app = new AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock());
            page = browser.submit(page, Map.of("code", app.code()));
            assertThat(page.text()).contains("Sign out everywhere else");

            WebPage end = ticked
                    ? browser.submit(page, Map.of("saved", "true"))
                    : browser.post(page.formAction(), Map.of("stage", "codes", "saved", "true"));

            assertThat(client.redeem(request, end.code()).isGranted()).isTrue();
            assertThat(client.refresh(elsewhere).isGranted()).isEqualTo(!ticked);
            assertThat(client.refresh(here).isGranted()).as("this session").isTrue();
        }
    }

    /** Also where the browser deletes the cookie of the session after the login has begun with it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wrongCodesWithTheCookieOnlyAreTheSessionsOwn(boolean keepsCookie, KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(client.authorization().uri(), enrolled.person());
        visitor.submit(page, Map.of("code", enrolled.app().code())).code();
        keycloak.clock().advance(Duration.ofMinutes(20));
        page = visitor.open(client.authorization().with("acr_values", "2").uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        if (!keepsCookie) {
            visitor.withoutCookie("KEYCLOAK_IDENTITY");
        }
        for (int i = 0; i < 5; i++) {
            page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
            assertThat(page.text()).contains("The code was incorrect.");
        }

        page = visitor.submit(page, Map.of("code", enrolled.app().code()));

        assertThat(page.text()).contains("Too many attempts.");
        assertThat(keycloak.demo().failures(enrolled.person())).isZero();
        JsonNode limits = keycloak.demo()
                .get("/mfa/users/" + enrolled.person().id())
                .expect(200)
                .json()
                .get("limits");
        assertThat(limits).allMatch(limit -> limit.get("failures").asInt() == 0);
        page = keycloak.visitor().logIn(client.authorization().uri(), enrolled.person());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(keycloak.client("demo-cli")
                        .password(enrolled.person(), "totp", enrolled.app().code())
                        .isGranted())
                .isTrue();
    }

    @Test
    void disabledUserIsGuessedAtNoLongerThanOthers(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        keycloak.demo().updateUser(person, user -> user.put("enabled", false));
        OidcClient cli = keycloak.client("demo-cli");
        assertThat(cli.password(person).errorDescription()).isEqualTo("Account disabled");
        assertThat(keycloak.demo().failures(person)).isZero();
        Person stranger = new Person(person.id(), person.username(), null, "not the password");

        Await.that("counted failures", Duration.ofSeconds(20), () -> {
            assertThat(cli.password(stranger).errorDescription()).isEqualTo("Invalid user credentials");
            return keycloak.demo().failures(person) > 0;
        });
    }
}
