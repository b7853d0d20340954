package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** What an access pass does not open. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessPassLimitsIT extends AccessPassFixture {
    @Test
    void passAloneIsNotEnoughWhereOnlySecurityKeysAre() {
        List<Person> persons = List.of(enrolled().person(), realm.newPerson());
        policy("ALL", "security-key");
        for (Person person : persons) {
            Visitor visitor = visitor();
            WebPage page = logInWith(visitor, person, pass(person));

            assertThat(page.document().selectFirst("form#register"))
                    .as(page.text())
                    .isNotNull();
            WebPage skipped = visitor.post(page.formAction(), Map.of("choice", "skip", "code", "000000"));
            assertThat(LoginStep.of(skipped)).isEqualTo(LoginStep.OTHER);
            assertThat(visitor.open(step.app()
                                    .authorization()
                                    .with("prompt", "none")
                                    .uri())
                            .parameter("error"))
                    .contains("login_required");
        }
    }

    @Test
    void passIsNotEnoughAtALevelThatCountsOnlyWhatIsFresh() {
        Enrolled enrolled = enrolled();
        step.configure(Map.of("freshOnly", "true"));
        try {
            WebPage page = logInWith(visitor(), enrolled.person(), pass(enrolled.person()));

            assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.AFTER_PASS);
            assertThat(page.document().select("button[value=skip]")).isEmpty();
        } finally {
            step.configure(Map.of());
        }
    }

    @Test
    void passReachesNoLevelOfAuthentication(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        String pass = AccessPass.make(keycloak.demo(), enrolled.person()).code();
        OidcClient client = keycloak.client("demo-app");
        AuthorizationRequest plain = client.authorization();
        Visitor visitor = visitor();
        WebPage accepted = visitor.submit(visitor.logIn(plain.uri(), enrolled.person()), Map.of("code", pass));
        Tokens tokens =
                client.redeem(plain, visitor.submit(accepted, choice("skip")).code());
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.idClaims().get("acr").asText()).isIn("pwd", "1");

        AuthorizationRequest level = client.authorization().withEssentialAcr("mfa");
        WebPage asked = visitor.open(level.uri());
        assertThat(LoginStep.of(asked)).as(asked.text()).isEqualTo(LoginStep.CODE);
        WebPage in = visitor.submit(asked, Map.of("code", enrolled.app().code()));
        assertThat(client.redeem(level, in.code()).idClaims().get("acr").asText())
                .isIn("mfa", "2");
    }

    @Test
    void laterActionsInTheSessionAskForAFactorOfTheUser() {
        Enrolled enrolled = enrolled();
        Visitor visitor = visitor();
        WebPage accepted = logInWith(visitor, enrolled.person(), pass(enrolled.person()));
        visitor.submit(accepted, choice("skip")).code();

        for (String action :
                List.of("tmfa-configure", "tmfa-regenerate-backup-codes", "CONFIGURE_TOTP", "webauthn-register")) {
            WebPage page = visitor.open(
                    step.app().authorization().with("kc_action", action).uri());
            assertThat(LoginStep.of(page)).as(action + page.text()).isEqualTo(LoginStep.CODE);
        }
        String app = step.keycloak()
                .support()
                .credential(realm, enrolled.person(), "tmfa-totp")
                .id();
        WebPage removal = visitor.open(step.app()
                .authorization()
                .with("kc_action", "delete_credential:" + app)
                .uri());
        assertThat(LoginStep.of(removal)).as(removal.text()).isEqualTo(LoginStep.CODE);
    }

    @Test
    void newBackupCodesAreNotOpenedEvenInTheLoginOfThePass() {
        Enrolled enrolled = enrolled();
        String pass = pass(enrolled.person());
        Visitor visitor = visitor();
        WebPage asked = visitor.logIn(
                step.app()
                        .authorization()
                        .with("kc_action", "tmfa-regenerate-backup-codes")
                        .uri(),
                enrolled.person());
        WebPage accepted = visitor.submit(asked, Map.of("code", pass));

        WebPage page = visitor.submit(accepted, choice("skip"));

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        assertThat(page.text()).doesNotContain("access pass");
    }

    @Test
    void removalOfAFactorIsNotOpenedByAPass() {
        Enrolled enrolled = enrolled();
        String pass = pass(enrolled.person());
        String app = step.keycloak()
                .support()
                .credential(realm, enrolled.person(), "tmfa-totp")
                .id();
        Visitor visitor = visitor();

        WebPage asked = visitor.logIn(
                step.app()
                        .authorization()
                        .with("kc_action", "delete_credential:" + app)
                        .uri(),
                enrolled.person());
        assertThat(asked.text()).doesNotContain("access pass");
        WebPage refused = visitor.submit(asked, Map.of("code", pass));

        assertThat(LoginStep.of(refused)).as(refused.text()).isEqualTo(LoginStep.CODE);
        assertThat(types(enrolled.person())).contains("tmfa-totp", "tmfa-access-pass");
    }

    @Test
    void mailLinkAndPassSetNothingUp() {
        Enrolled enrolled = enrolled();
        Person person = enrolled.person();
        String pass = pass(person);
        int before = step.keycloak().mailbox().to(person).size();
        Visitor visitor = visitor();
        WebPage login = visitor.open(step.app().authorization().uri());
        WebPage reset = visitor.open(login.uri()
                .resolve(login.document()
                        .selectFirst("a[href*=reset-credentials]")
                        .attr("href")));
        visitor.submit(reset, Map.of("username", person.username()));
        WebPage asked = visitor.open(
                step.keycloak().mailbox().awaitMailTo(person, before + 1).link());
        assertThat(LoginStep.of(asked)).as(asked.text()).isEqualTo(LoginStep.CODE);

        WebPage page = visitor.submit(asked, Map.of("code", pass));

        assertThat(page.document().select("#tmfa-access-pass-form, #tmfa-setup-form, form#register"))
                .as(page.text())
                .isEmpty();
        assertThat(page.hasField("password-new")).as(page.text()).isTrue();
    }
}
