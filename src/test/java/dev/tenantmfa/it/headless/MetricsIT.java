package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.message.PhoneNetwork;
import dev.tenantmfa.it.message.PhoneOwner;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import dev.tenantmfa.it.server.Scrape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Keycloak's {@code /metrics} says of second factors, by what people really did. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MetricsIT {

    private static final String ATTEMPTS = "tenant_mfa_attempts_total";
    private static final String LOCKOUTS = "tenant_mfa_lockouts_total";
    private static final String MESSAGES = "tenant_mfa_messages_seconds_count";
    private static final Pattern CODE = Pattern.compile("(?m)^([0-9]{6})\\s*$");
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private Scrape before;

    @BeforeEach
    void count(KeycloakServer keycloak) {
        before = keycloak.metrics();
    }

    @AfterEach
    void sendNoCodesByMail(KeycloakServer keycloak) {
        sendCodesByMail(keycloak, false);
    }

    @Test
    void eachCodeIsCountedOnceByItsOutcomeAtWhateverDoor(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String code = enrolled.app().code();
        before = keycloak.metrics();

        assertThat(cli.password(enrolled.person(), "totp", code).isGranted()).isTrue();
        cli.password(enrolled.person(), "totp", code);
        cli.password(enrolled.person(), "totp", enrolled.app().wrongCode());
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
        page = visitor.submit(page, Map.of("code", ""));
        assertThat(visitor.submit(page, Map.of("code", enrolled.codes().get(0))).code())
                .isNotEmpty();
        cli.call(
                        "POST",
                        "/mfa/verify",
                        enrolled.tokens(),
                        Map.of("code", enrolled.app().wrongCode()))
                .expect(200);

        Scrape after = keycloak.metrics();
        assertThat(rise(after, ATTEMPTS, "factor", "totp", "outcome", "accepted"))
                .isEqualTo(1);
        assertThat(rise(after, ATTEMPTS, "factor", "totp", "outcome", "used_code"))
                .isEqualTo(1);
        assertThat(rise(after, ATTEMPTS, "factor", "totp", "outcome", "wrong_code"))
                .isEqualTo(3);
        assertThat(rise(after, ATTEMPTS, "factor", "backup-code", "outcome", "accepted"))
                .isEqualTo(1);
        assertThat(rise(after, ATTEMPTS)).isEqualTo(6);
        assertThat(rise(after, LOCKOUTS)).isZero();
    }

    @Test
    void limitThatClosesIsCountedOnceAndSoIsEachCodeBehindIt(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        before = keycloak.metrics();

        for (int i = 0; i < 12; i++) {
            cli.password(enrolled.person(), "totp", enrolled.app().wrongCode());
        }

        Scrape after = keycloak.metrics();
        assertThat(rise(after, ATTEMPTS, "outcome", "wrong_code")).isEqualTo(10);
        assertThat(rise(after, ATTEMPTS, "factor", "unknown", "outcome", "too_many_attempts"))
                .isEqualTo(2);
        assertThat(rise(after, LOCKOUTS, "by", "limit")).isEqualTo(1);
        assertThat(rise(after, LOCKOUTS)).isEqualTo(1);
    }

    @Test
    void limitOfASessionIsToldFromThatOfLogins(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        before = keycloak.metrics();

        for (int i = 0; i < 6; i++) {
            keycloak.client("demo-cli")
                    .call(
                            "POST",
                            "/mfa/verify",
                            enrolled.tokens(),
                            Map.of("code", enrolled.app().wrongCode()));
        }

        Scrape after = keycloak.metrics();
        assertThat(rise(after, LOCKOUTS, "by", "session_limit")).isEqualTo(1);
        assertThat(rise(after, LOCKOUTS)).isEqualTo(1);
    }

    @Test
    void lockOutByKeycloaksProtectorIsCounted(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        keycloak.demo().update(realm -> realm.put("bruteForceProtected", true).put("failureFactor", 2));
        OidcClient cli = keycloak.client("demo-cli");
        try {
            for (int i = 0; i < 2; i++) {
                enrolled.grant(cli, enrolled.app().wrongCode());
            }
            Await.that("the lock", PATIENCE, () -> keycloak.demo().isLocked(enrolled.person()));

            Await.that(
                    "the counter",
                    PATIENCE,
                    () -> rise(keycloak.metrics(), LOCKOUTS, "by", "protector_temporary") == 1);
        } finally {
            keycloak.demo().update(realm -> realm.put("failureFactor", 30));
        }
    }

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

    @Test
    void nobodyIsNamed(KeycloakServer keycloak) {
        PhoneNetwork.THE.servesDemo(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        PhoneOwner owner = PhoneOwner.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        cli.password(enrolled.person(), "totp", enrolled.app().wrongCode());
        cli.password(enrolled.person(), "totp", enrolled.app().code());
        cli.password(keycloak.demo().person("alice@acme", "Demo-Passw0rd!"), "totp", "123456");

        List<String> ours = keycloak.metrics().ours();

        assertThat(ours).isNotEmpty();
        for (Person person : List.of(enrolled.person(), owner.person())) {
            assertThat(ours)
                    .noneMatch(line -> line.contains(person.id()))
                    .noneMatch(line -> line.contains(person.username()));
        }
        assertThat(ours)
                .noneMatch(line -> line.contains(owner.number().substring(1)))
                .noneMatch(line -> line.contains("@"))
                .noneMatch(line -> line.contains("acme"))
                .noneMatch(line -> line.contains("demo-cli"));
        assertThat(ours)
                .filteredOn(line -> !line.startsWith("#"))
                .allMatch(
                        line -> line.matches(
                                "tenant_mfa_[a-z_]+\\{((by|channel|factor|gateway|kind|outcome|question|realm|reason|le)=\"[^\"]*\",?)+} [0-9.E-]+"));
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

    private double rise(Scrape after, String name, String... labels) {
        Map<String, String> wanted = new java.util.HashMap<>(Map.of("realm", "demo"));
        for (int i = 0; i < labels.length; i += 2) {
            wanted.put(labels[i], labels[i + 1]);
        }
        return after.value(name, wanted) - before.value(name, wanted);
    }

    private static void sendCodesByMail(KeycloakServer keycloak, boolean on) {
        keycloak.demo().setAttribute("tenant-mfa.email-codes", Boolean.toString(on));
    }

    private static String codeTo(KeycloakServer keycloak, Person person, int count) {
        Matcher matcher =
                CODE.matcher(keycloak.mailbox().awaitMailTo(person, count).text());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
