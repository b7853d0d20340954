package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
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
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What Keycloak's {@code /metrics} says of second factors, by what people really did. */
@KeycloakIntegration
@WithoutBruteForceProtector
class MetricsIT extends MetricsFixture {
    private static final String LOCKOUTS = "tenant_mfa_lockouts_total";

    private static final Duration PATIENCE = Duration.ofSeconds(15);

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
                                "tenant_mfa_[a-z_]+\\{((by|channel|factor|gateway|kind|outcome|question|realm|reason|text|le)=\"[^\"]*\",?)+} [0-9.E-]+"));
    }
}
