package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.message.PhoneOwner;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Scrape;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Keycloak's {@code /metrics} says of logins that wait for a code. */
@KeycloakIntegration
@WithoutBruteForceProtector
class LoginMetricsIT extends MetricsFixture {
    private static final String MESSAGES = "tenant_mfa_messages_seconds_count";
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})\\s*$");

    @Test
    void mfaTokenIsCountedWhenItBeginsIsRedeemedAndComesTooLate(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        MfaToken redeemed = MfaToken.of(keycloak, enrolled.person());
        MfaToken late = MfaToken.of(keycloak, enrolled.person());
        MfaToken.of(keycloak, enrolled.person());

        redeemed.otp(enrolled.app().wrongCode());
        assertThat(redeemed.otp(enrolled.app().code()).isGranted()).isTrue();
        redeemed.otp(enrolled.app().codeIn(1));
        keycloak.clock().advance(Duration.ofSeconds(610));
        late.otp(enrolled.app().code());
        late.otp(enrolled.app().code());

        assertChallenges(keycloak, "mfa_token", 3, 1, 1);
        assertChallenges(keycloak, "auth_session", 0, 0, 0);
    }

    @Test
    void authSessionIsCountedOncePerLogin(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Answer asked = app.begin();
        Answer password = app.goOn(
                asked,
                "username",
                enrolled.person().username(),
                "password",
                enrolled.person().password());
        Answer wrong = app.goOn(password, "otp", enrolled.app().wrongCode());
        assertThat(app.goOn(wrong, "otp", enrolled.codes().get(0)).status()).isEqualTo(200);
        Answer late = app.begin(enrolled.person());
        // All at once: nothing waited.
        assertThat(app.begin(enrolled.person(), "otp", enrolled.codes().get(1)).status())
                .isEqualTo(200);
        keycloak.clock().advance(Duration.ofSeconds(610));
        assertThat(app.goOn(late, "otp", enrolled.codes().get(2)).status()).isEqualTo(400);

        assertChallenges(keycloak, "auth_session", 2, 1, 1);
        assertChallenges(keycloak, "mfa_token", 0, 0, 0);
    }

    @Test
    void messagesAreCountedByGatewayAndOutcomeAndTheirCodesByWhatBecameOfThem(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        PhoneOwner owner = PhoneOwner.create(keycloak);
        sendCodesByMail(keycloak, true);
        Person reader = keycloak.demo().newPerson();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Answer sent = app.begin(reader, "challenge_type", "oob");
        String code = codeTo(keycloak, reader, 1);
        app.goOn(sent, "resend", "true");
        keycloak.clock().advance(Duration.ofSeconds(301));
        Answer late = app.begin(reader, "challenge_type", "oob");
        app.goOn(late, "binding_code", codeTo(keycloak, reader, 2));
        sendCodesByMail(keycloak, false);
        PhoneNetwork.THE.answersWith(exchange -> exchange.sendResponseHeaders(400, -1));
        owner.logIn(keycloak, keycloak.visitor());
        PhoneNetwork.THE.worksAgain();

        Scrape after = keycloak.metrics();
        assertThat(rise(after, MESSAGES, "gateway", "http", "outcome", "sent")).isEqualTo(1);
        assertThat(rise(after, MESSAGES, "gateway", "http", "outcome", "failed"))
                .isEqualTo(1);
        assertThat(rise(after, MESSAGES, "gateway", "email", "outcome", "sent")).isEqualTo(2);
        assertThat(rise(after, MESSAGES)).isEqualTo(4);
        assertThat(rise(after, "tenant_mfa_messages_seconds_sum")).isPositive();
        assertThat(rise(after, "tenant_mfa_messages_held_total", "channel", "email"))
                .isEqualTo(1);
        assertThat(rise(after, "tenant_mfa_challenges_started_total", "kind", "message_code"))
                .isEqualTo(3);
        assertThat(rise(after, "tenant_mfa_challenges_redeemed_total", "kind", "message_code"))
                .isEqualTo(2);
        assertThat(code).isNotEmpty();
    }

    @Test
    void messageCodeThatComesTooLateIsCounted(KeycloakServer keycloak) {
        sendCodesByMail(keycloak, true);
        Person reader = keycloak.demo().newPerson();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Answer sent = app.begin(reader, "challenge_type", "oob");
        String code = codeTo(keycloak, reader, 1);
        keycloak.clock().advance(Duration.ofSeconds(301));

        app.goOn(sent, "binding_code", code);

        assertChallenges(keycloak, "message_code", 2, 0, 1);
        assertThat(rise(keycloak.metrics(), ATTEMPTS, "factor", "email", "outcome", "expired_code"))
                .isEqualTo(1);
    }

    private void assertChallenges(KeycloakServer keycloak, String kind, int started, int redeemed, int expired) {
        Scrape after = keycloak.metrics();
        assertThat(rise(after, "tenant_mfa_challenges_started_total", "kind", kind))
                .as("%s started", kind)
                .isEqualTo(started);
        assertThat(rise(after, "tenant_mfa_challenges_redeemed_total", "kind", kind))
                .as("%s redeemed", kind)
                .isEqualTo(redeemed);
        assertThat(rise(after, "tenant_mfa_challenges_expired_total", "kind", kind))
                .as("%s expired", kind)
                .isEqualTo(expired);
    }

    private static String codeTo(KeycloakServer keycloak, Person person, int count) {
        Matcher matcher =
                CODE.matcher(keycloak.mailbox().awaitMailTo(person, count).text());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
