package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.Mailbox;
import dev.tenantmfa.it.TestSupport.StoredCredential;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.assurance.BuiltInFactor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** People are told by mail what changed about their factors. */
@KeycloakIntegration
class NoticesIT {

    @Test
    void setUpUseOfABackupCodeAndRemovalAreTold(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Mailbox.Mail setUp = keycloak.mailbox().awaitMailTo(enrolled.person());
        assertThat(setUp.subject()).isEqualTo("Two-factor authentication was set up");
        assertThat(setUp.text()).isNotBlank();
        assertThat(setUp.html()).contains("<html");

        String code = enrolled.codes().get(0);
        keycloak.client("demo-cli").password(enrolled.person(), "totp", code);
        Mailbox.Mail used = keycloak.mailbox().awaitMailTo(enrolled.person(), 2);
        assertThat(used.text()).contains("7").doesNotContain(code).doesNotContain(code.replace(" ", ""));

        StoredCredential app = keycloak.support().credential(keycloak.demo(), enrolled.person(), "tmfa-totp");
        keycloak.demo()
                .delete("/users/" + enrolled.person().id() + "/credentials/" + app.id())
                .expect(204);
        Mailbox.Mail removed = keycloak.mailbox().awaitMailTo(enrolled.person(), 3);
        assertThat(removed.subject()).isNotEqualTo(setUp.subject());
        assertThat(keycloak.support().credentials(keycloak.demo(), enrolled.person()))
                .extracting(StoredCredential::type)
                .as("the codes go with the app")
                .containsExactly("password");
    }

    @Test
    void recoveryCodesOfKeycloakThatAreLeftAreTold(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        BuiltInFactor.RECOVERY_CODES.giveTo(person, keycloak.demo());

        keycloak.client("demo-cli").password(person, "totp", BuiltInFactor.RECOVERY_CODE);

        Mailbox.Mail used = keycloak.mailbox().awaitMailTo(person);
        assertThat(used.text()).contains("You have 3 backup codes left.");
        assertThat(used.html()).contains("You have 3 backup codes left.");
    }

    @Test
    void limitThatAUsedCodeReachesIsTold(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        String code = enrolled.app().code();
        assertThat(enrolled.grant(cli, code).isGranted()).isTrue();
        for (int i = 0; i < 9; i++) {
            enrolled.grant(cli, enrolled.app().wrongCode());
        }
        keycloak.mailbox().awaitMailTo(enrolled.person(), 2);

        enrolled.grant(cli, code);

        assertThat(keycloak.mailbox().awaitMailTo(enrolled.person(), 3).subject())
                .isEqualTo("Codes for your account are blocked for now");
    }

    @Test
    void removalOfOneOfSeveralFactorsIsTold(KeycloakServer keycloak) {
        Map<BuiltInFactor, String> subjects = Map.of(
                BuiltInFactor.SECURITY_KEY, "A security key or passkey was removed",
                BuiltInFactor.RECOVERY_CODES, "A second factor was removed");
        subjects.forEach((factor, subject) -> {
            Person person = keycloak.demo().newPerson();
            factor.giveTo(person, keycloak.demo());
            JsonNode stored = keycloak.demo().credentials(person);
            BuiltInFactor.givePasskey(person, keycloak.demo());
            for (JsonNode one : stored) {
                if (!one.path("type").asText().equals("password")) {
                    keycloak.demo()
                            .delete("/users/" + person.id() + "/credentials/"
                                    + one.get("id").asText())
                            .expect(204);
                }
            }
            assertThat(keycloak.mailbox().awaitMailTo(person).subject()).isEqualTo(subject);
        });
    }

    @Test
    void wrongCodesAfterTheCorrectPasswordAreToldOnceADay(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        keycloak.mailbox().awaitMailTo(enrolled.person());
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        for (int i = 0; i < 4; i++) {
            page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
        }

        Mailbox.Mail told = keycloak.mailbox().awaitMailTo(enrolled.person(), 2);
        assertThat(told.subject()).isEqualTo("Wrong codes were entered for your account");
        assertThat(told.text())
                .contains("IP address: 127.0.0.1", "Time: ", "change your password")
                .doesNotContain(enrolled.app().wrongCode());
        assertThat(keycloak.mailbox().to(enrolled.person())).hasSize(2);

        keycloak.clock().advance(Duration.ofHours(25));
        page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
        keycloak.mailbox().awaitMailTo(enrolled.person(), 3);
    }

    @Test
    void limitThatClosesIsTold(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        for (int i = 0; i < 12; i++) {
            enrolled.grant(keycloak.client("demo-cli"), enrolled.app().wrongCode());
        }

        keycloak.mailbox().awaitMailTo(enrolled.person(), 3);
        assertThat(keycloak.mailbox().to(enrolled.person()))
                .extracting(Mailbox.Mail::subject)
                .containsExactly(
                        "Two-factor authentication was set up",
                        "Wrong codes were entered for your account",
                        "Codes for your account are blocked for now");
    }

    @Test
    void nothingIsSentWhereNoticesAreOff(KeycloakServer keycloak) {
        keycloak.demo().setAttribute("tenant-mfa.notice-mails", "false");
        try {
            Enrolled enrolled = Enrolled.create(keycloak);
            assertThat(keycloak.mailbox().to(enrolled.person())).isEmpty();
        } finally {
            keycloak.demo().setAttribute("tenant-mfa.notice-mails", "true");
        }
    }
}
