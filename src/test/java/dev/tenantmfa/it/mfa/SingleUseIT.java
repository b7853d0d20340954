package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A code is good once, however many try it at the same moment. */
@KeycloakIntegration
@WithoutBruteForceProtector
class SingleUseIT {

    private static final int AT_ONCE = 50;

    @AfterEach
    void restoreLimits(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "10");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-day", "50");
    }

    @Test
    void oneOfFiftyParallelUsesOfATotpSucceeds(KeycloakServer keycloak) throws Exception {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "100");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-day", "200");
        Enrolled enrolled = Enrolled.create(keycloak);
        String code = enrolled.app().code();

        assertThat(grantedOf(parallel(keycloak, enrolled, code))).isEqualTo(1);
    }

    @Test
    void oneOfFiftyParallelUsesOfABackupCodeSucceeds(KeycloakServer keycloak) throws Exception {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "100");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-day", "200");
        Enrolled enrolled = Enrolled.create(keycloak);

        assertThat(grantedOf(parallel(keycloak, enrolled, enrolled.codes().get(3))))
                .isEqualTo(1);
    }

    /** The last step is stored with the login, and the earlier code may be too late. */
    @Test
    void differentCodesOfAnAppAtTheSameMomentEndInALoginOrARefusal(KeycloakServer keycloak) throws Exception {
        keycloak.demo().setAttribute("tenant-mfa.max-failures-per-hour", "100");
        OidcClient cli = keycloak.client("demo-cli");
        for (int round = 0; round < 5; round++) {
            Enrolled enrolled = Enrolled.create(keycloak);
            keycloak.clock().advance(Duration.ofMinutes(2));
            List<String> codes =
                    IntStream.of(-1, 0, 1).mapToObj(enrolled.app()::codeIn).toList();

            List<Tokens> answers =
                    AtOnce.run(9, i -> cli.password(enrolled.person(), "totp", codes.get(i % codes.size())));

            assertThat(grantedOf(answers)).isBetween(1L, 3L);
            for (String code : codes) {
                assertThat(cli.password(enrolled.person(), "totp", code).errorDescription())
                        .isEqualTo("The code was incorrect.");
            }
        }
    }

    /** Keycloak finds out only after the last step that another user has logged in in another tab, and rolls back. */
    @Test
    void codeOfALoginThatFailsAfterwardsIsUsedUp(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor browser = keycloak.visitor();
        URI start = keycloak.client("demo-app").authorization().uri();
        WebPage firstTab = browser.open(start);
        WebPage secondTab = browser.open(start);
        Person other = keycloak.demo().newPerson();
        WebPage page = browser.submit(
                secondTab,
                Map.of(
                        "username",
                        enrolled.person().username(),
                        "password",
                        enrolled.person().password()));
        browser.submit(firstTab, Map.of("username", other.username(), "password", other.password()))
                .code();
        String code = enrolled.app().code();

        WebPage failed = browser.submit(page, Map.of("code", code));

        assertThat(failed.text()).contains("already authenticated as different user");
        assertThat(keycloak.client("demo-cli")
                        .password(enrolled.person(), "totp", code)
                        .errorDescription())
                .isEqualTo("The code was incorrect.");
    }

    @Test
    void codesOfTheWindowWorkAndOlderOnesThanTheLastAreRefused(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        keycloak.clock().advance(Duration.ofMinutes(2));
        String previous = enrolled.app().codeIn(-1);
        String next = enrolled.app().codeIn(1);

        assertThat(cli.password(enrolled.person(), "totp", enrolled.app().codeIn(-2))
                        .isGranted())
                .isFalse();
        assertThat(cli.password(enrolled.person(), "totp", enrolled.app().codeIn(2))
                        .isGranted())
                .isFalse();
        assertThat(cli.password(enrolled.person(), "otp", next).isGranted()).isTrue();
        Tokens late = cli.password(enrolled.person(), "totp", previous);

        assertThat(late.error()).isEqualTo("invalid_grant");
        assertThat(late.errorDescription()).isEqualTo("The code was incorrect.");
    }

    @Test
    void backupCodesWorkInAnyOrderEachOnce(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        for (int index : new int[] {7, 0, 3, 5}) {
            String code = enrolled.codes().get(index);
            assertThat(cli.password(enrolled.person(), "totp", code).isGranted())
                    .isTrue();
            assertThat(cli.password(enrolled.person(), "totp", code).isGranted())
                    .isFalse();
        }
        assertThat(keycloak.support()
                        .credential(keycloak.demo(), enrolled.person(), "tmfa-backup-codes")
                        .data()
                        .get("remaining")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void missingCodeIsToldAndCountsNothing(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        for (int i = 0; i < 15; i++) {
            Tokens answer = cli.password(enrolled.person());
            assertThat(answer.answer().status()).isEqualTo(403);
            assertThat(answer.error()).isEqualTo("mfa_required");
            assertThat(answer.answer().json().at("/mfa_requirements/challenge"))
                    .extracting(node -> node.get("type").asText())
                    .containsExactly("otp", "recovery-code");
        }
        assertThat(cli.password(enrolled.person(), "totp", enrolled.app().code())
                        .isGranted())
                .isTrue();
    }

    private static long grantedOf(List<Tokens> answers) {
        assertThat(answers)
                .allMatch(answer -> answer.isGranted()
                        || answer.error().equals("invalid_grant")
                                && answer.answer().status() == 400);
        return answers.stream().filter(Tokens::isGranted).count();
    }

    private static List<Tokens> parallel(KeycloakServer keycloak, Enrolled enrolled, String code) throws Exception {
        OidcClient cli = keycloak.client("demo-cli");
        return AtOnce.run(AT_ONCE, i -> cli.password(enrolled.person(), "totp", code));
    }
}
