package dev.tenantmfa.it.headless;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Answer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What the challenge endpoint answers after too many attempts, and when something changes during a login. */
@KeycloakIntegration
class ChallengeLockoutIT {
    private static final String CODE_REQUIRED = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"A second factor is required.\",\"auth_session\":\"…\",\"otp_required\":true}";
    private static final String WRONG_CODE = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"The code was incorrect.\",\"auth_session\":\"…\",\"otp_required\":true}";
    private static final String WRONG_PASSWORD = "403 {\"error\":\"insufficient_authorization\","
            + "\"error_description\":\"Invalid user credentials\",\"auth_session\":\"…\",\"password_required\":true}";
    private static final String INVALID_SESSION = "400 {\"error\":\"invalid_session\","
            + "\"error_description\":\"The auth_session is invalid or expired.\"}";

    @Test
    void whatChangesInBetweenEndsTheLogin(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled disabled = Enrolled.create(keycloak);
        Enrolled changed = Enrolled.create(keycloak);
        Enrolled loggedOut = Enrolled.create(keycloak);
        Enrolled deleted = Enrolled.create(keycloak);
        List<Answer> asked = List.of(
                app.begin(disabled.person()),
                app.begin(changed.person()),
                app.begin(loggedOut.person()),
                app.begin(deleted.person()));
        keycloak.clock().advance(Duration.ofSeconds(2));
        realm.updateUser(disabled.person(), user -> user.put("enabled", false));
        realm.put(
                        "/users/" + changed.person().id() + "/reset-password",
                        java.util.Map.of("type", "password", "value", "Another-Horse-8!", "temporary", false))
                .expect(204);
        realm.logOut(loggedOut.person());
        realm.deletePerson(deleted.person());

        List<Enrolled> people = List.of(disabled, changed, loggedOut, deleted);
        for (int i = 0; i < people.size(); i++) {
            assertThat(FirstPartyApp.said(
                            app.goOn(asked.get(i), "otp", people.get(i).app().code())))
                    .as("case %d", i)
                    .isEqualTo(INVALID_SESSION);
        }
    }

    @Test
    void tooManyWrongCodesAreAnsweredAsAtTheTokenEndpoint(KeycloakServer keycloak) {
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        Answer answer = app.begin(enrolled.person());
        for (int i = 0; i < 10; i++) {
            answer = guess(app, answer, enrolled.app().wrongCode());
            assertThat(FirstPartyApp.said(answer)).isEqualTo(WRONG_CODE);
        }

        Answer blocked = guess(app, answer, enrolled.app().code());

        assertThat(FirstPartyApp.said(blocked))
                .matches("429 \\{\"error\":\"too_many_attempts\",\"error_description\":\"Too many attempts\\. "
                        + "Try again in (59|60) minutes\\.\",\"auth_session\":\"…\"}");
        assertThat(Integer.parseInt(blocked.header("Retry-After").orElseThrow()))
                .isBetween(3400, 3600);
        keycloak.demo().delete("/mfa/users/" + enrolled.person().id() + "/limits");
    }

    @Test
    void lockedPersonIsRefusedAtEachStep(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, realm.newPerson());
        realm.update(representation -> representation.put("failureFactor", 3));
        Answer waiting = app.begin(enrolled.person());
        for (int i = 0; i < 3; i++) {
            enrolled.grant(keycloak.client("demo-cli"), enrolled.app().wrongCode());
        }
        Await.that("the lock", Duration.ofSeconds(15), () -> realm.isLocked(enrolled.person()));

        Answer refused = app.goOn(waiting, "otp", enrolled.app().code());
        assertThat(FirstPartyApp.said(refused)).isEqualTo(WRONG_PASSWORD);
        assertThat(FirstPartyApp.said(
                        app.begin(enrolled.person(), "otp", enrolled.app().code())))
                .isEqualTo(WRONG_PASSWORD);
        assertThat(realm.events(enrolled.person(), "LOGIN_ERROR")
                        .get(0)
                        .path("error")
                        .asText())
                .isEqualTo("user_temporarily_disabled");
        realm.delete("/attack-detection/brute-force/users/" + enrolled.person().id())
                .expect(204);
        Answer again = app.goOn(refused, "password", enrolled.person().password());
        assertThat(FirstPartyApp.said(again)).as("the code alone is not enough").isEqualTo(CODE_REQUIRED);
        keycloak.freshDemoRealm();
    }

    @Test
    void wrongPasswordsCountInKeycloaksProtector(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.demo();
        FirstPartyApp app = FirstPartyApp.cli(keycloak);
        Person person = realm.newPerson();

        Answer answer = app.begin("username", person.username());
        answer = app.goOn(answer, "password", "wrong");
        Await.that("a failure", Duration.ofSeconds(15), () -> realm.failures(person) == 1);
        app.redeem(app.goOn(answer, "password", person.password()));
        Await.that("none", Duration.ofSeconds(15), () -> realm.failures(person) == 0);
    }

    /**
     * Keycloak's brute-force protector lets one attempt of a person in at a time and may still be busy with the one before;
     * the attempt is then made again.
     */
    private static Answer guess(FirstPartyApp app, Answer before, String code) {
        AtomicReference<Answer> last = new AtomicReference<>(before);
        return Await.value("an answer to the code", Duration.ofSeconds(15), () -> {
            last.set(app.goOn(last.get(), "otp", code));
            String description = last.get().json().path("error_description").asText();
            return Optional.of(last.get()).filter(answer -> !description.equals("Invalid user credentials"));
        });
    }
}
