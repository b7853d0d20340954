package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A policy reaches sessions that are older than it, and single sign-on. */
@KeycloakIntegration
class PolicyAtTheDoorIT {
    @Test
    void freshLoginUnderSsoAsksForTheCodeAgain(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = enrolled.visitor();
        OidcClient client = keycloak.client("demo-app");
        assertThat(LoginStep.of(visitor.open(client.authorization().uri())))
                .as("SSO asks nobody")
                .isEqualTo(LoginStep.IN);

        WebPage again =
                visitor.open(client.authorization().with("prompt", "login").uri());
        assertThat(LoginStep.of(again)).isEqualTo(LoginStep.PASSWORD);
        again = visitor.submit(again, Map.of("password", enrolled.person().password()));
        assertThat(LoginStep.of(again)).as("prompt=login").isEqualTo(LoginStep.CODE);
        keycloak.clock().advance(Duration.ofMinutes(2));
        again = visitor.open(client.authorization().with("max_age", "60").uri());
        assertThat(LoginStep.of(again)).isEqualTo(LoginStep.PASSWORD);
        again = visitor.submit(again, Map.of("password", enrolled.person().password()));
        assertThat(LoginStep.of(again)).as("max_age").isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(
                        visitor.submit(again, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void policyThatBecameStrictIsMetAtTheNextEntry(KeycloakServer keycloak) {
        Tenant tenant = Tenant.create(keycloak.demo());
        Person person = tenant.newMember();
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        Tokens tokens = client.logIn(visitor, person);
        tenant.ask("ALL");

        assertThat(client.refresh(tokens).isGranted())
                .as("the policy holds for refresh too")
                .isFalse();
        WebPage silent =
                visitor.open(client.authorization().with("prompt", "none").uri());
        assertThat(LoginStep.of(silent)).isEqualTo(LoginStep.REFUSED);
        assertThat(silent.parameter("error"))
                .hasValueSatisfying(error -> assertThat(error).isIn("interaction_required", "login_required"));
        assertThat(LoginStep.of(visitor.open(client.authorization().uri()))).isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(
                        visitor.open(keycloak.client("demo-cli").authorization().uri())))
                .as("another application")
                .isEqualTo(LoginStep.SET_UP);
        assertThat(LoginStep.of(visitor.open(client.authorization()
                        .with("scope", "openid offline_access")
                        .uri())))
                .as("offline access")
                .isEqualTo(LoginStep.SET_UP);
    }

    @Test
    void strictPolicyAsksForTheFactorUnderASessionThatWasOpenedWithout(KeycloakServer keycloak) {
        Tenant tenant = Tenant.create(keycloak.demo());
        Person person = tenant.newMember();
        OidcClient client = keycloak.client("demo-app");
        Visitor before = keycloak.visitor();
        client.logIn(before, person);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);
        tenant.ask("ALL");

        assertThat(LoginStep.of(before.open(
                        client.authorization().with("prompt", "none").uri())))
                .isEqualTo(LoginStep.REFUSED);
        WebPage page = before.open(client.authorization().uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(
                        before.submit(page, Map.of("code", enrolled.app().code()))))
                .isEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(before.open(
                        client.authorization().with("prompt", "none").uri())))
                .as("from then on the session has it")
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void setUpThatATenantDemandsCannotBeCancelledByAnApplication(KeycloakServer keycloak) {
        Tenant tenant = Tenant.askingAll(keycloak.demo());
        for (String action : new String[] {"tmfa-configure", "UPDATE_PASSWORD", "tmfa-regenerate-backup-codes"}) {
            Visitor visitor = keycloak.visitor();
            Person person = tenant.newMember();
            WebPage page = visitor.logIn(
                    keycloak.client("demo-app")
                            .authorization()
                            .with("kc_action", action)
                            .uri(),
                    person);
            for (int i = 0; i < 3; i++) {
                page = visitor.submit(page, Map.of("cancel-aia", "true", "skip", "true"));
                assertThat(LoginStep.of(page)).as(action).isNotIn(LoginStep.IN, LoginStep.REFUSED);
            }
        }
    }
}
