package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** People log in by the challenge endpoint: what it asks for, what it refuses, what it gives in the end. */
@KeycloakIntegration
class ChallengeIT {
    private static final String CODE_REQUIRED = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"A second factor is required.\",\"auth_session\":\"…\",\"otp_required\":true}";
    private static final String WRONG_CODE = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"The code was incorrect.\",\"auth_session\":\"…\",\"otp_required\":true}";
    private static final String WRONG_PASSWORD = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"Invalid user credentials\",\"auth_session\":\"…\",\"password_required\":true}";
    private static final String INVALID_SESSION = "400 {\"error\":\"invalid_session\","
            + "\"error_description\":\"The auth_session is invalid or expired.\"}";
    private static final String TO_WEB = "403 {\"error\":\"redirect_to_web\",\"error_description\":\"%s\"}";

    @Test
    void somebodyWithoutASecondFactorNeedsOneRequest(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();

        Answer done = app.begin(person, "nonce", "n-0S6_WzA2Mj");
        Tokens tokens = app.redeem(done);

        assertThat(FirstPartyApp.said(done)).matches("200 \\{\"authorization_code\":\"[^\"]+\"}");
        assertThat(done.header("Cache-Control")).contains("no-store");
        assertThat(tokens.claims().path("sub").asText()).isEqualTo(person.id());
        assertThat(tokens.claims().path("mfa").asBoolean()).isFalse();
        assertThat(tokens.idClaims().path("nonce").asText()).isEqualTo("n-0S6_WzA2Mj");
        assertThat(tokens.idClaims().path("auth_time").asLong())
                .isBetween(
                        keycloak.clock().instant().getEpochSecond() - 30,
                        keycloak.clock().instant().getEpochSecond() + 1);
        assertThat(keycloak.client("demo-cli").refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void aCodeIsAskedForAndTaken(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = app.begin(enrolled.person());
        Answer wrong = app.goOn(asked, "otp", enrolled.app().wrongCode());
        Answer done = app.goOn(wrong, "otp", enrolled.app().code());
        Tokens tokens = app.redeem(done);

        assertThat(FirstPartyApp.said(asked)).isEqualTo(CODE_REQUIRED);
        assertThat(FirstPartyApp.said(wrong)).isEqualTo(WRONG_CODE);
        assertThat(FirstPartyApp.session(wrong)).isNotEqualTo(FirstPartyApp.session(asked));
        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().path("acr").asText())
                .isEqualTo(enrolled.grant(
                                keycloak.client("demo-cli"), enrolled.codes().get(7))
                        .claims()
                        .path("acr")
                        .asText());
        JsonNode event = keycloak.demo().events(enrolled.person(), "LOGIN").stream()
                .filter(login -> login.at("/details/auth_type").asText().equals("authorize-challenge"))
                .findFirst()
                .orElseThrow();
        assertThat(event.at("/details/second_factor").asText()).isEqualTo("totp");
        assertThat(event.path("clientId").asText()).isEqualTo("demo-cli");
    }

    @Test
    void everythingAtOnceNeedsOneRequest(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);

        assertThat(app.redeem(app.begin(enrolled.person(), "otp", enrolled.app().code()))
                        .claims()
                        .path("mfa")
                        .asBoolean())
                .isTrue();
        assertThat(app.redeem(app.begin(
                                enrolled.person(), "otp", enrolled.codes().get(0)))
                        .isGranted())
                .as("a backup code")
                .isTrue();
    }

    @Test
    void usernameAndPasswordMayComeOneByOne(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();

        Answer nothing = app.begin();
        Answer username = app.goOn(nothing, "username", person.username());
        Answer wrong = app.goOn(username, "password", "not the password");
        Answer done = app.goOn(wrong, "password", person.password());

        assertThat(FirstPartyApp.said(nothing))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"A username and a password are required.\",\"auth_session\":\"…\","
                        + "\"username_required\":true,\"password_required\":true}");
        assertThat(FirstPartyApp.said(username))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"A password is required.\",\"auth_session\":\"…\","
                        + "\"password_required\":true}");
        assertThat(FirstPartyApp.said(wrong)).isEqualTo(WRONG_PASSWORD);
        assertThat(app.redeem(done).claims().path("sub").asText()).isEqualTo(person.id());
    }

    @Test
    void unknownPeopleAreToldWhatKnownOnesAre(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        RealmAdmin realm = keycloak.demo();
        Person disabled = realm.newPerson();
        realm.updateUser(disabled, user -> user.put("enabled", false));
        Person unknown = new Person("", "nobody-" + System.nanoTime(), null, "whatever");

        List<Answer> answers = List.of(
                app.begin(unknown),
                app.begin(unknown, "otp", "123456"),
                app.begin(enrolled.person(), "password", "wrong"),
                app.begin(
                        enrolled.person(),
                        "password",
                        "wrong",
                        "otp",
                        enrolled.app().code()),
                app.begin(disabled, "password", "wrong"),
                app.begin(enrolled.person(), "password", "wrong", "tenant", "no-such-tenant"),
                app.goOn(app.begin("username", unknown.username()), "password", "x"),
                app.goOn(app.begin("username", enrolled.person().username()), "password", "x"));

        assertThat(answers)
                .allSatisfy(answer -> assertThat(FirstPartyApp.said(answer)).isEqualTo(WRONG_PASSWORD));
    }

    @Test
    void eachAnswerEndsTheSessionBefore(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = app.begin(enrolled.person());
        Answer wrong = app.goOn(asked, "otp", enrolled.app().wrongCode());

        assertThat(FirstPartyApp.said(app.goOn(asked, "otp", enrolled.app().code())))
                .isEqualTo(INVALID_SESSION);
        Answer done = app.goOn(wrong, "otp", enrolled.app().code());
        assertThat(app.redeem(done).isGranted()).isTrue();
        assertThat(FirstPartyApp.said(app.goOn(wrong, "otp", enrolled.app().codeIn(1))))
                .isEqualTo(INVALID_SESSION);
    }

    @Test
    void theSessionIsGoodForTenMinutesInAll(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);

        Answer asked = app.begin(enrolled.person());
        keycloak.clock().advance(Duration.ofMinutes(9));
        Answer wrong = app.goOn(asked, "otp", enrolled.app().wrongCode());
        keycloak.clock().advance(Duration.ofMinutes(1));

        assertThat(FirstPartyApp.said(wrong)).isEqualTo(WRONG_CODE);
        assertThat(FirstPartyApp.said(app.goOn(wrong, "otp", enrolled.app().code())))
                .isEqualTo(INVALID_SESSION);
    }

    @Test
    void whatOnlyABrowserCanShowIsSentThere(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person withAction = realm.newPerson();
        realm.require(withAction, "UPDATE_PASSWORD");
        Person unenrolled = realm.person("owner@globex.test", "Demo-Passw0rd!");

        assertThat(FirstPartyApp.said(app.begin(withAction)))
                .isEqualTo(TO_WEB.formatted("The account is not fully set up."));
        assertThat(FirstPartyApp.said(app.begin(unenrolled)))
                .isEqualTo(TO_WEB.formatted("A second factor must be set up first."));
        assertThat(FirstPartyApp.said(app.begin(
                        realm.newPerson(),
                        "claims",
                        "{\"id_token\":{\"acr\":{\"essential\":true,\"value\":\"mfa\"}}}")))
                .isEqualTo(TO_WEB.formatted("An essential acr requires a login in a browser."));
    }

    @Test
    void aCodeIsGoodOnceAndForItsVerifierAlone(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        String stolen = FirstPartyApp.code(app.begin(person));
        String used = FirstPartyApp.code(app.begin(person));
        String old = FirstPartyApp.code(app.begin(person));

        assertThat(app.withOtherVerifier().redeem(stolen).error()).isEqualTo("invalid_grant");
        assertThat(app.redeem(used).isGranted()).isTrue();
        assertThat(app.redeem(used).error()).isEqualTo("invalid_grant");
        keycloak.clock().advance(Duration.ofSeconds(61));
        assertThat(app.redeem(old).error()).isEqualTo("invalid_grant");
    }
}
