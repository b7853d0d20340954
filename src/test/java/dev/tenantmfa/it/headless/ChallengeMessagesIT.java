package dev.tenantmfa.it.headless;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.message.PhoneOwner;
import dev.tenantmfa.it.mfa.Enrolled;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Message codes over the challenge endpoint: sent when asked for, wrong, expired, and good in their login alone. */
@KeycloakIntegration
class ChallengeMessagesIT {

    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})\\s*$");

    @BeforeEach
    void turnEmailOn(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
    }

    @AfterEach
    void turnEmailOff(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
    }

    @Test
    void aCodeIsSentWhenAskedForAndTaken(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();

        Answer asked = app.begin(person);
        Answer sent = app.goOn(asked, "challenge_type", "oob");
        Answer wrong = app.goOn(sent, "binding_code", "000000".equals(code(keycloak, person, 1)) ? "000001" : "000000");
        Answer done = app.goOn(wrong, "binding_code", code(keycloak, person, 1));

        assertThat(FirstPartyApp.said(asked))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"A second factor is required.\",\"auth_session\":\"…\","
                        + "\"oob_required\":true," + authenticators(person) + "}");
        assertThat(FirstPartyApp.said(sent))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"A code has been sent to " + masked(person)
                        + ".\",\"auth_session\":\"…\",\"oob_required\":true," + authenticators(person)
                        + ",\"binding_method\":\"prompt\",\"destination\":\"" + masked(person)
                        + "\",\"expires_in\":300}");
        assertThat(FirstPartyApp.said(wrong))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"The code was incorrect.\",\"auth_session\":\"…\","
                        + "\"oob_required\":true," + authenticators(person) + "}");
        assertThat(app.redeem(done).claims().path("mfa").asBoolean()).isTrue();
        JsonNode event = keycloak.demo().events(person, "LOGIN").get(0);
        assertThat(event.at("/details/second_factor").asText()).isEqualTo("email");
    }

    @Test
    void oneRequestMayAskForTheCodeAtOnce(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();

        Answer sent = app.begin(person, "challenge_type", "oob", "authenticator_id", "email|email");

        assertThat(sent.json().path("destination").asText()).isEqualTo(masked(person));
        assertThat(app.goOn(sent, "binding_code", code(keycloak, person, 1)).status())
                .isEqualTo(200);
    }

    @Test
    void expiredCodeIsReplacedAtOnce(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        Answer sent = app.begin(person, "challenge_type", "oob");
        String first = code(keycloak, person, 1);
        keycloak.clock().advance(Duration.ofSeconds(301));

        Answer expired = app.goOn(sent, "binding_code", first);

        assertThat(FirstPartyApp.said(expired))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"The code expired. A new code has been sent to " + masked(person)
                        + ".\",\"auth_session\":\"…\",\"oob_required\":true," + authenticators(person)
                        + ",\"binding_method\":\"prompt\",\"destination\":\"" + masked(person)
                        + "\",\"expires_in\":300}");
        assertThat(app.goOn(expired, "binding_code", code(keycloak, person, 2)).status())
                .isEqualTo(200);
    }

    @Test
    void nothingIsSentTooSoonAndTheLastCodeStaysGood(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        Answer sent = app.begin(person, "challenge_type", "oob");
        String first = code(keycloak, person, 1);

        Answer held = app.goOn(sent, "resend", "true");

        assertThat(held.status()).isEqualTo(403);
        assertThat(held.json().path("error_description").asText())
                .matches("No new code was sent\\. Try again in [0-9]+ seconds\\.");
        assertThat(held.json().path("retry_after").asInt()).isBetween(1, 30);
        assertThat(keycloak.mailbox().to(person)).hasSize(1);
        assertThat(app.goOn(held, "binding_code", first).status()).isEqualTo(200);
    }

    @Test
    void aCodeIsGoodInItsOwnLoginAlone(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = keycloak.demo().newPerson();
        Answer sent = app.begin(person, "challenge_type", "oob");
        Answer other = app.begin(person);
        String code = code(keycloak, person, 1);

        Answer elsewhere = app.goOn(other, "binding_code", code);

        assertThat(elsewhere.status()).isEqualTo(403);
        assertThat(elsewhere.json().path("error_description").asText()).isEqualTo("No code has been sent yet.");
        assertThat(app.goOn(elsewhere, "otp", code)
                        .json()
                        .path("error_description")
                        .asText())
                .isEqualTo("The code was incorrect.");
        assertThat(app.goOn(sent, "binding_code", code).status()).isEqualTo(200);
    }

    @Test
    void whoHasSeveralFactorsIsToldOfEach(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        PhoneNetwork.THE.servesDemo(keycloak);
        Enrolled enrolled = enrolledWithoutMailbox(keycloak);
        PhoneOwner.add(keycloak, enrolled.person(), enrolled.visitor());

        Answer asked = app.begin(enrolled.person());
        Answer unknown = app.goOn(asked, "challenge_type", "oob", "authenticator_id", "no such");

        assertThat(asked.json().get("otp_required").asBoolean()).isTrue();
        assertThat(asked.json().get("oob_required").asBoolean()).isTrue();
        assertThat(asked.json().get("authenticators").findValuesAsText("oob_channel"))
                .containsExactly("sms");
        assertThat(FirstPartyApp.said(unknown))
                .isEqualTo("400 {\"error\":\"invalid_request\","
                        + "\"error_description\":\"Unknown authenticator_id.\",\"auth_session\":\"…\"}");
        assertThat(app.goOn(unknown, "otp", enrolled.app().code()).status()).isEqualTo(200);
    }

    @Test
    void mailboxIsNotOfferedBesideAnApp(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = enrolledWithoutMailbox(keycloak);

        Answer asked = app.begin(enrolled.person());

        assertThat(FirstPartyApp.said(asked))
                .isEqualTo("403 {\"error\":\"insufficient_authorization\","
                        + "\"error_description\":\"A second factor is required.\",\"auth_session\":\"…\","
                        + "\"otp_required\":true}");
    }

    /** Where codes by e-mail are on, somebody new has the mailbox as a second factor, and sets up nothing without it. */
    private static Enrolled enrolledWithoutMailbox(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "false");
        Enrolled enrolled = Enrolled.create(keycloak);
        keycloak.demo().setAttribute("tenant-mfa.email-codes", "true");
        return enrolled;
    }

    private static String code(KeycloakServer keycloak, Person person, int mail) {
        Matcher matcher =
                CODE.matcher(keycloak.mailbox().awaitMailTo(person, mail).text());
        if (!matcher.find()) {
            throw new AssertionError("No code in the mail to " + person.email());
        }
        return matcher.group(1);
    }

    private static String authenticators(Person person) {
        return "\"authenticators\":[{\"id\":\"email|email\",\"authenticator_type\":\"oob\",\"oob_channel\":\"email\","
                + "\"name\":\"" + masked(person) + "\"}]";
    }

    private static String masked(Person person) {
        int at = person.email().indexOf('@');
        return person.email().charAt(0) + "***" + person.email().substring(at - 1);
    }
}
