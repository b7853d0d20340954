package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.RegistrationForm;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A form that is sent twice, as by a double click: the second request ends where the first one did, and counts nowhere. */
@KeycloakIntegration
class PostedTwiceIT {

    private static final Map<String, String> SAVED = Map.of("stage", "codes", "saved", "on");

    private final KeycloakServer keycloak;
    private final RealmAdmin realm;
    private final OidcClient app;

    PostedTwiceIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
        this.app = keycloak.client("demo-app");
    }

    enum Manner {
        /** The second one leaves when the first one is answered, whose answer the browser has thrown away. */
        IN_TURN,
        AT_ONCE
    }

    @ParameterizedTest
    @EnumSource
    void signInForm(Manner manner) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage login = visitor.open(request.uri());

        Twice twice = Twice.of(manner, visitor, login, credentials(enrolled.person()));
        twice.endAt(LoginStep.CODE);
        String code = twice.goOn(Map.of("code", enrolled.app().code())).code();
        assertThat(app.redeem(request, code).accessToken()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void signInFormOfAPersonWhoIsAskedForNothingMore(Manner manner) throws Exception {
        Person person = realm.newPerson();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        Twice twice = Twice.of(manner, visitor, visitor.open(request.uri()), credentials(person));
        twice.endAt(LoginStep.IN);
        assertThat(app.redeem(request, twice.second().code()).accessToken()).isNotBlank();
        assertThat(RealmAdmin.list(realm.get("/users/" + person.id() + "/sessions")))
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void wrongPassword(Manner manner) throws Exception {
        Person person = realm.newPerson();
        Visitor visitor = keycloak.visitor();
        WebPage login = visitor.open(app.authorization().uri());
        Twice twice = Twice.of(manner, visitor, login, Map.of("username", person.username(), "password", "wrong"));
        assertThat(LoginStep.of(twice.second())).isEqualTo(LoginStep.PASSWORD);
        assertThat(realm.events(person, "LOGIN_ERROR")).hasSize(1);
        assertThat(LoginStep.of(twice.goOn(credentials(person)))).isEqualTo(LoginStep.IN);
    }

    @ParameterizedTest
    @EnumSource
    void codeForm(Manner manner) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage page = visitor.logIn(request.uri(), enrolled.person());

        Twice twice =
                Twice.of(manner, visitor, page, Map.of("code", enrolled.app().code()));
        twice.endAt(LoginStep.IN);
        JsonNode claims = app.redeem(request, twice.second().code()).claims();
        assertThat(claims.get("mfa").asBoolean()).isTrue();
        assertThat(refusedCodes(enrolled.person())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void wrongCode(Manner manner) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage page = visitor.logIn(request.uri(), enrolled.person());

        Twice twice =
                Twice.of(manner, visitor, page, Map.of("code", enrolled.app().wrongCode()));
        assertThat(LoginStep.of(twice.second())).isEqualTo(LoginStep.CODE);
        assertThat(refusedCodes(enrolled.person())).containsExactly("wrong_code");
        assertThat(LoginStep.of(twice.goOn(Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);
    }

    @ParameterizedTest
    @EnumSource
    void bothPagesOfASetupInTheLogin(Manner manner) throws Exception {
        Person person = Tenant.askingAll(realm).newMember();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage setup = visitor.logIn(request.uri(), person);

        Twice first =
                Twice.of(manner, visitor, setup, Map.of("code", phone(setup).code()));
        first.endAt(LoginStep.CODES);
        assertThat(Enrolled.codesOn(first.second())).isEqualTo(Enrolled.codesOn(first.first()));
        Twice second = Twice.of(manner, first.browser(), first.second(), SAVED);
        second.endAt(LoginStep.IN);
        assertThat(app.redeem(request, second.second().code()).accessToken()).isNotBlank();
        assertThat(realm.events(person, "UPDATE_CREDENTIAL")).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void setupThatAnApplicationAsksFor(Manner manner) throws Exception {
        Person person = realm.newPerson();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization().with("kc_action", "tmfa-configure");
        WebPage setup = visitor.logIn(request.uri(), person);

        Twice first =
                Twice.of(manner, visitor, setup, Map.of("code", phone(setup).code()));
        first.endAt(LoginStep.CODES);
        Twice second = Twice.of(manner, first.browser(), first.second(), SAVED);
        second.endAt(LoginStep.IN);
        assertThat(second.second().parameter("kc_action_status")).contains("success");
        assertThat(realm.credentials(person).findValuesAsText("type"))
                .containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @ParameterizedTest
    @EnumSource
    void registration(Manner manner) throws Exception {
        Visitor visitor = keycloak.visitor();
        RegistrationForm form =
                RegistrationForm.open(visitor, app.authorization().uri());
        Map<String, String> fields = new HashMap<>(RegistrationForm.account(form.page(), form.email()));
        fields.put("tenantName", "Twice " + UUID.randomUUID());

        Twice twice = Twice.of(manner, visitor, form.page(), fields);
        assertThat(LoginStep.of(twice.second())).as(twice.second().text()).isEqualTo(LoginStep.of(twice.first()));
        assertThat(twice.second().error()).isEmpty();
    }

    /** Whoever has the cookie of a login and not what was typed gets nothing. */
    @Test
    void otherAnswerToTheSamePageIsNoRepeat() {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(app.authorization().uri(), enrolled.person());
        Visitor thief = visitor.copy();
        assertThat(LoginStep.of(
                        visitor.submit(page, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);

        assertThat(LoginStep.of(thief.submit(page, Map.of("code", enrolled.app().wrongCode()))))
                .isEqualTo(LoginStep.PASSWORD);
        assertThat(thief.cookie("KEYCLOAK_IDENTITY")).isEmpty();
    }

    private static Map<String, String> credentials(Person person) {
        return Map.of("username", person.username(), "password", person.password());
    }

    private AuthenticatorApp phone(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
    }

    /** What the events of logins tell of codes that were not accepted. */
    private List<String> refusedCodes(Person person) {
        return realm.events(person, "LOGIN_ERROR").stream()
                .map(event -> event.at("/details/reason").asText())
                .toList();
    }

    /** What came of two requests, and the browser that has the second answer. */
    private record Twice(WebPage first, WebPage second, Visitor browser) {

        static Twice of(Manner manner, Visitor visitor, WebPage page, Map<String, String> fields) throws Exception {
            List<Visitor> requests = List.of(visitor.copy(), visitor.copy());
            List<WebPage> answers = manner == Manner.AT_ONCE
                    ? AtOnce.run(2, i -> requests.get(i).submit(page, fields))
                    : requests.stream()
                            .map(request -> request.submit(page, fields))
                            .toList();
            return new Twice(answers.get(0), answers.get(1), requests.get(1));
        }

        void endAt(LoginStep step) {
            assertThat(List.of(first, second)).allSatisfy(page -> {
                assertThat(LoginStep.of(page))
                        .as(page.uri() + " " + page.text())
                        .isEqualTo(step);
                assertThat(page.error()).isEmpty();
            });
        }

        WebPage goOn(Map<String, String> fields) {
            return browser.submit(second, fields);
        }
    }
}
