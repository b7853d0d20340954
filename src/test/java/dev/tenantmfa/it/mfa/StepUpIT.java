package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.WithoutBruteForceProtector;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** An application asks for a level of authentication, by {@code acr_values} or by an essential claim. */
@KeycloakIntegration
@WithoutBruteForceProtector
class StepUpIT {

    @Test
    void codeIsAskedOnceAndCountsForTheLevel(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient client = keycloak.client("demo-app");
        for (AuthorizationRequest request : List.of(
                client.authorization(),
                client.authorization().with("acr_values", "mfa"),
                client.authorization().withEssentialAcr("mfa"))) {
            keycloak.clock().advance(Duration.ofSeconds(60));
            Visitor visitor = keycloak.visitor();
            WebPage page = visitor.logIn(request.uri(), enrolled.person());
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
            page = visitor.submit(page, Map.of("code", enrolled.app().code()));
            Tokens tokens = client.redeem(request, page.code());
            assertThat(tokens.idClaims().get("acr").asText())
                    .as(request.uri().toString())
                    .isIn("mfa", "2");
            assertThat(amr(tokens)).contains("pwd", "otp");

            AuthorizationRequest more = client.authorization().with("acr_values", "mfa");
            page = visitor.open(more.uri());
            assertThat(LoginStep.of(page)).as("not asked again at once").isEqualTo(LoginStep.IN);
            assertThat(client.redeem(more, page.code()).idClaims().get("acr").asText())
                    .isIn("mfa", "2");
        }
    }

    @Test
    void lowLevelIsNoWayRoundTheCode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        for (String acr : List.of("0", "1", "pwd", "no such level")) {
            OidcClient client = keycloak.client("demo-app");
            WebPage page = keycloak.visitor()
                    .logIn(client.authorization().with("acr_values", acr).uri(), enrolled.person());
            assertThat(LoginStep.of(page)).as(acr).isEqualTo(LoginStep.CODE);
        }
    }

    @Test
    void oldSessionIsAskedForTheCodeAlone(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(client.authorization().uri(), enrolled.person());
        visitor.submit(page, Map.of("code", enrolled.app().code())).code();
        keycloak.clock().advance(Duration.ofMinutes(20));

        AuthorizationRequest plain = client.authorization();
        Tokens tokens = client.redeem(plain, visitor.open(plain.uri()).code());
        assertThat(amr(tokens)).as("what the session has shown").contains("otp", "mfa");
        assertThat(tokens.idClaims().get("acr").asText())
                .as("the code is too old for the level")
                .isIn("pwd", "1");
        for (AuthorizationRequest request : List.of(
                client.authorization().with("acr_values", "2"),
                client.authorization().withEssentialAcr("mfa"))) {
            page = visitor.open(request.uri());
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
            WebPage wrong = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
            assertThat(LoginStep.of(wrong)).isEqualTo(LoginStep.CODE);
            page = visitor.submit(wrong, Map.of("code", enrolled.app().code()));
            tokens = client.redeem(request, page.code());
            assertThat(tokens.idClaims().get("acr").asText()).isIn("mfa", "2");
            assertThat(amr(tokens)).contains("otp");
            keycloak.clock().advance(Duration.ofMinutes(20));
        }
        assertThat(LoginStep.of(visitor.open(client.authorization()
                        .with("acr_values", "mfa")
                        .with("prompt", "none")
                        .uri())))
                .isEqualTo(LoginStep.REFUSED);
    }

    @Test
    void sessionOfThePasswordAloneGetsTheStep(KeycloakServer keycloak) {
        Person person = keycloak.demo().newPerson();
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        Tokens before = client.logIn(visitor, person);
        assertThat(before.idClaims().get("acr").asText()).isIn("pwd", "1");
        assertThat(amr(before)).contains("pwd").doesNotContain("otp");
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);

        AuthorizationRequest request = client.authorization().with("acr_values", "mfa");
        WebPage page = visitor.open(request.uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        page = visitor.submit(page, Map.of("code", enrolled.app().code()));
        Tokens tokens = client.redeem(request, page.code());
        assertThat(tokens.idClaims().get("acr").asText()).isIn("mfa", "2");
        assertThat(amr(tokens)).contains("pwd", "otp");
    }

    @Test
    void whoeverHasNoFactorSetsItUpForTheLevel(KeycloakServer keycloak) {
        OidcClient client = keycloak.client("demo-app");
        for (boolean fresh : new boolean[] {true, false}) {
            Person person = keycloak.demo().newPerson();
            Visitor visitor = keycloak.visitor();
            AuthorizationRequest request = client.authorization().withEssentialAcr("mfa");
            WebPage page;
            if (fresh) {
                page = visitor.logIn(request.uri(), person);
            } else {
                client.logIn(visitor, person);
                page = visitor.open(request.uri());
            }
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
            page = visitor.submit(page, Map.of("skip", "true", "cancel-aia", "true"));
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
            page = visitor.submit(
                    page,
                    Map.of(
                            "code",
                            new dev.tenantmfa.it.actors.AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock())
                                    .code()));
            assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODES);
            page = visitor.submit(page, Map.of("saved", "on"));
            assertThat(client.redeem(request, page.code()).idClaims().get("acr").asText())
                    .isIn("mfa", "2");
        }
    }

    @Test
    void strictPolicyAndLevelAskOnceUnderAnOldSession(KeycloakServer keycloak) {
        Tenant tenant = Tenant.create(keycloak.demo());
        Person person = tenant.newMember();
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        client.logIn(visitor, person);
        Enrolled enrolled = Enrolled.enrol(keycloak, keycloak.demo(), person);
        tenant.ask("ALL");

        WebPage page = visitor.open(client.authorization().uri());
        assertThat(LoginStep.of(page)).as("the policy asks").isEqualTo(LoginStep.CODE);
        page = visitor.submit(page, Map.of("code", enrolled.app().code()));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.IN);
        AuthorizationRequest request = client.authorization().withEssentialAcr("mfa");
        page = visitor.open(request.uri());
        assertThat(LoginStep.of(page)).as("and its code counts for the level").isEqualTo(LoginStep.IN);
        assertThat(client.redeem(request, page.code()).idClaims().get("acr").asText())
                .isIn("mfa", "2");
    }

    private static List<String> amr(Tokens tokens) {
        return StreamSupport.stream(tokens.idClaims().path("amr").spliterator(), false)
                .map(node -> node.asText())
                .toList();
    }
}
