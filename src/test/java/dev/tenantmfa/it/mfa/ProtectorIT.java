package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.server.Await;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Keycloak's brute-force protector and the limits of codes. */
@KeycloakIntegration
class ProtectorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Test
    void protectorCountsEachWrongCodeAndASuccessClearsThem(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, realm.newPerson());
        OidcClient cli = keycloak.client("demo-cli");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        enrolled.grant(cli, enrolled.app().wrongCode());
        cli.password(enrolled.person());
        page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
        page = visitor.submit(page, Map.of("code", ""));
        awaitFailures(realm, enrolled.person(), 2);

        assertThat(enrolled.grant(cli, enrolled.app().code()).isGranted()).isTrue();
        awaitFailures(realm, enrolled.person(), 0);
        page = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
        awaitFailures(realm, enrolled.person(), 1);
        assertThat(LoginStep.of(
                        visitor.submit(page, Map.of("code", enrolled.codes().get(0)))))
                .isEqualTo(LoginStep.IN);
        awaitFailures(realm, enrolled.person(), 0);
    }

    @Test
    void lockedPersonIsRefusedWithARightCode(KeycloakServer keycloak) {
        RealmAdmin realm = keycloak.freshDemoRealm();
        realm.update(representation -> representation.put("failureFactor", 3));
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, realm.newPerson());
        OidcClient cli = keycloak.client("demo-cli");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        for (int i = 0; i < 3; i++) {
            enrolled.grant(cli, enrolled.app().wrongCode());
        }
        Await.that("the lock", PATIENCE, () -> realm.isLocked(enrolled.person()));

        Tokens locked = cli.password(enrolled.person(), "totp", enrolled.app().code());
        Tokens wrongPassword = cli.password(
                new Person(enrolled.person().id(), enrolled.person().username(), null, "wrong"), "totp", "000000");
        assertThat(locked.answer().status())
                .isEqualTo(wrongPassword.answer().status())
                .isIn(400, 401);
        assertThat(locked.answer().json()).isEqualTo(wrongPassword.answer().json());
        page = visitor.submit(page, Map.of("code", enrolled.app().code()));
        assertThat(LoginStep.of(page)).as("who stands before the code already").isEqualTo(LoginStep.CODE);
        assertThat(page.error()).contains("Invalid authenticator code.");
        WebPage fresh = keycloak.visitor()
                .logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        assertThat(LoginStep.of(fresh)).isEqualTo(LoginStep.PASSWORD);
        assertThat(fresh.error()).contains("Invalid username or password.");
        assertThat(realm.events(enrolled.person(), "LOGIN_ERROR")
                        .get(0)
                        .get("error")
                        .asText())
                .isEqualTo("user_temporarily_disabled");
        keycloak.freshDemoRealm();
    }

    private static void awaitFailures(RealmAdmin realm, Person person, int count) {
        Await.that(count + " failures", PATIENCE, () -> realm.failures(person) == count);
    }
}
