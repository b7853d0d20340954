package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How many codes a user with the correct password may guess, across all login methods. */
@KeycloakIntegration
class LimitsIT {
    @Test
    void eleventhCodeOfAnHourIsNotLookedAtAtAnyDoor(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        for (int i = 0; i < 5; i++) {
            Tokens wrong = enrolled.grant(cli, enrolled.app().wrongCode());
            assertThat(wrong.answer().status()).isEqualTo(400);
            assertThat(wrong.errorDescription()).isEqualTo("The code was incorrect.");
            page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
            assertThat(page.error()).contains("The code was incorrect.");
        }

        page = visitor.submit(page, Map.of("code", enrolled.app().code()));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(page.error())
                .hasValueSatisfying(
                        text -> assertThat(text).matches("Too many attempts\\. Try again in (59|60) minutes\\."));
        Tokens blocked =
                cli.password(enrolled.person(), "totp", enrolled.codes().get(0));
        assertThat(blocked.answer().status()).isEqualTo(429);
        assertThat(blocked.error()).isEqualTo("too_many_attempts");
        assertThat(blocked.errorDescription()).matches("Too many attempts\\. Try again in (59|60) minutes\\.");
        assertThat(Integer.parseInt(blocked.answer().header("Retry-After").orElseThrow()))
                .isBetween(3400, 3600);
        assertThat(reasons(keycloak.demo(), enrolled.person()))
                .as("what the events say")
                .containsOnly("wrong_code", "too_many_attempts")
                .filteredOn("wrong_code"::equals)
                .hasSize(10);

        keycloak.clock().advance(Duration.ofMinutes(61));
        assertThat(cli.password(enrolled.person(), "totp", enrolled.codes().get(0))
                        .isGranted())
                .as("after the hour, and not used up by the refused attempt")
                .isTrue();
    }

    @Test
    void tooManyWrongCodesInARowSwitchAllCodesOffUntilAReset(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        keycloak.demo().setAttribute("tenant-mfa.max-failures-in-a-row", "12");
        try {
            for (int i = 0; i < 10; i++) {
                enrolled.grant(cli, enrolled.app().wrongCode());
            }
            keycloak.clock().advance(Duration.ofHours(2));
            enrolled.grant(cli, enrolled.app().wrongCode());
            assertThat(enrolled.grant(cli, enrolled.app().wrongCode()).errorDescription())
                    .isEqualTo("The code was incorrect.");

            assertThat(enrolled.grant(cli, enrolled.app().code()).errorDescription())
                    .startsWith("This second factor is switched off");
            Visitor visitor = keycloak.visitor();
            WebPage page =
                    visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
            page = visitor.submit(page, Map.of("code", enrolled.codes().get(0)));
            assertThat(page.error()).hasValueSatisfying(text -> assertThat(text).contains("switched off"));
            assertThat(reasons(keycloak.demo(), enrolled.person())).contains("switched_off");
            JsonNode status = keycloak.demo()
                    .get("/mfa/users/" + enrolled.person().id())
                    .expect(200)
                    .json();
            assertThat(status.get("switched_off").asBoolean()).isTrue();

            keycloak.demo()
                    .delete("/mfa/users/" + enrolled.person().id() + "/limits")
                    .expect(204);
            keycloak.clock().advance(Duration.ofDays(2));
            assertThat(enrolled.grant(cli, enrolled.app().code()).isGranted())
                    .as("neither freed limits nor time bring them back")
                    .isFalse();

            keycloak.demo()
                    .post("/mfa/users/" + enrolled.person().id() + "/reset", null)
                    .expect(204);
            assertThat(keycloak.support().credentials(keycloak.demo(), enrolled.person()))
                    .extracting(stored -> stored.type())
                    .containsExactly("password");
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.max-failures-in-a-row", "");
        }
    }

    @Test
    void rightCodeGivesItsSlotBack(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        for (int i = 0; i < 9; i++) {
            enrolled.grant(cli, enrolled.app().wrongCode());
        }
        for (int i = 0; i < 3; i++) {
            assertThat(enrolled.grant(cli, enrolled.codes().get(i)).isGranted()).isTrue();
        }
        assertThat(enrolled.grant(cli, enrolled.app().wrongCode()).answer().status())
                .isEqualTo(400);
        assertThat(enrolled.grant(cli, enrolled.codes().get(4)).answer().status())
                .isEqualTo(429);
    }

    @Test
    void strangerWithoutThePasswordUsesUpNothing(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Person stranger = new Person(enrolled.person().id(), enrolled.person().username(), null, "not the password");
        OidcClient cli = keycloak.client("demo-cli");
        for (int i = 0; i < 12; i++) {
            Tokens answer = cli.password(stranger, "totp", enrolled.app().wrongCode());
            assertThat(answer.error()).isEqualTo("invalid_grant");
        }
        assertThat(enrolled.grant(cli, enrolled.app().code()).isGranted()).isTrue();
    }

    @Test
    void fiftyWrongCodesADayAreTheEnd(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        realm.update(representation -> representation.put("bruteForceProtected", false));
        try {
            Enrolled enrolled = Enrolled.create(keycloak);
            OidcClient cli = keycloak.client("demo-cli");
            for (int hour = 0; hour < 5; hour++) {
                for (int i = 0; i < 10; i++) {
                    assertThat(cli.password(
                                            enrolled.person(),
                                            "totp",
                                            enrolled.app().wrongCode())
                                    .answer()
                                    .status())
                            .isEqualTo(400);
                }
                keycloak.clock().advance(Duration.ofMinutes(61));
            }
            Tokens blocked =
                    cli.password(enrolled.person(), "totp", enrolled.app().code());
            assertThat(blocked.answer().status()).isEqualTo(429);
            assertThat(Integer.parseInt(blocked.answer().header("Retry-After").orElseThrow()))
                    .isBetween(18 * 3600, 19 * 3600);
            keycloak.clock().advance(Duration.ofHours(19));
            assertThat(cli.password(enrolled.person(), "totp", enrolled.app().code())
                            .isGranted())
                    .isTrue();
        } finally {
            realm.update(representation -> representation.put("bruteForceProtected", true));
        }
    }

    @Test
    void parallelGuessingGainsNothing(KeycloakServer keycloak) throws Exception {
        // Keycloak's protector lets one attempt in at a time; without it our limit stands alone.
        RealmAdmin realm = keycloak.demo();
        realm.update(representation -> representation.put("bruteForceProtected", false));
        try {
            guessInParallel(keycloak);
        } finally {
            realm.update(representation -> representation.put("bruteForceProtected", true));
        }
    }

    private static void guessInParallel(KeycloakServer keycloak) throws Exception {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String wrong = enrolled.app().wrongCode();
        List<Tokens> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(20);
        try {
            Callable<Tokens> guess = () -> cli.password(enrolled.person(), "totp", wrong);
            for (Future<Tokens> answer : threads.invokeAll(
                    IntStream.range(0, 200).mapToObj(i -> guess).toList())) {
                answers.add(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(answers)
                .allMatch(answer ->
                        answer.answer().status() == 400 || answer.answer().status() == 429);
        assertThat(answers.stream().filter(answer -> answer.errorDescription().equals("The code was incorrect.")))
                .hasSize(10);
        List<String> reasons =
                RealmAdmin.list(keycloak.demo()
                                .get("/events?max=300&type=LOGIN_ERROR&user="
                                        + enrolled.person().id()))
                        .stream()
                        .map(event -> event.at("/details/reason").asText())
                        .toList();
        assertThat(reasons)
                .containsOnly("wrong_code", "too_many_attempts")
                .filteredOn("wrong_code"::equals)
                .hasSize(10);
    }

    private static List<String> reasons(RealmAdmin realm, Person person) {
        return realm.events(person, "LOGIN_ERROR").stream()
                .map(event -> event.at("/details/reason").asText())
                .toList();
    }
}
