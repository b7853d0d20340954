package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.Map;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whoever has a second factor is asked for it at the doors of a browser, and whoever must have one has to set it up. */
@KeycloakIntegration
class DoorsIT {
    @Test
    void passwordAloneEndsAtTheCode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient client = keycloak.client("demo-app");
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = client.authorization();
        WebPage page = visitor.logIn(request.uri(), enrolled.person());

        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        WebPage wrong = visitor.submit(page, Map.of("code", enrolled.app().wrongCode()));
        assertThat(wrong.error()).contains("The code was incorrect.");
        assertThat(keycloak.demo()
                        .events(enrolled.person(), "LOGIN_ERROR")
                        .get(0)
                        .at("/details/reason")
                        .asText())
                .isEqualTo("wrong_code");
        Tokens tokens = client.redeem(
                request,
                visitor.submit(wrong, Map.of("code", enrolled.app().code())).code());
        assertThat(tokens.idClaims().get("amr"))
                .extracting(node -> node.asText())
                .contains("pwd", "otp");
        assertThat(keycloak.demo()
                        .events(enrolled.person(), "LOGIN")
                        .get(0)
                        .at("/details/second_factor")
                        .asText())
                .isEqualTo("totp");
    }

    @Test
    void neitherRestartNorBackNorAnotherTabLeadsPastTheCode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        leadsNowhereBut(LoginStep.CODE, keycloak, enrolled.person());
    }

    @Test
    void neitherRestartNorBackNorAnotherTabLeadsPastTheSetUp(KeycloakServer keycloak) {
        leadsNowhereBut(
                LoginStep.SET_UP, keycloak, Tenant.askingAll(keycloak.demo()).newMember());
    }

    private static void leadsNowhereBut(LoginStep step, KeycloakServer keycloak, Person person) {
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = keycloak.client("demo-app").authorization();
        WebPage login = visitor.open(request.uri());
        Map<String, String> password = Map.of("username", person.username(), "password", person.password());
        WebPage page = visitor.submit(login, password);
        assertThat(LoginStep.of(page)).isEqualTo(step);

        assertThat(LoginStep.of(visitor.submit(login, password)))
                .as("the password form once more, from the browser's history")
                .isNotEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(visitor.open(page.uri()))).as("reload").isNotEqualTo(LoginStep.IN);
        assertThat(LoginStep.of(visitor.open(request.uri())))
                .as("the same request again")
                .isNotEqualTo(LoginStep.IN);
        WebPage tab = visitor.open(keycloak.client("demo-app").authorization().uri());
        assertThat(LoginStep.of(tab)).as("another tab").isNotEqualTo(LoginStep.IN);
        WebPage restarted = visitor.open(URI.create(
                keycloak.base() + "/realms/demo/login-actions/restart?client_id=demo-app&tab_id=" + tabOf(page)));
        assertThat(LoginStep.of(restarted)).as("restart").isEqualTo(LoginStep.PASSWORD);
        assertThat(LoginStep.of(visitor.submit(restarted, password))).isEqualTo(step);
        assertThat(LoginStep.of(visitor.open(keycloak.client("demo-app")
                        .authorization()
                        .with("prompt", "none")
                        .uri())))
                .as("no session came about")
                .isEqualTo(LoginStep.REFUSED);
    }

    private static String tabOf(WebPage page) {
        return page.parameter("tab_id").orElseThrow();
    }

    @Test
    void anotherExecutionOfTheLoginTakesNoCode(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), enrolled.person());
        String code = enrolled.app().code();
        URI other = URI.create(page.formAction()
                .toString()
                .replaceAll("execution=[^&]+", "execution=00000000-0000-4000-8000-000000000000"));

        page = visitor.post(other, Map.of("code", code));
        Element goOn = page.document().selectFirst("#loginContinueLink");
        assertThat(goOn).as(page.text()).isNotNull();
        page = visitor.open(URI.create(goOn.absUrl("href")));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(LoginStep.of(visitor.submit(page, Map.of("code", code, "execution", "x"))))
                .as("the code is still good")
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void codeOfOnePersonIsNoGoodForAnother(KeycloakServer keycloak) {
        Enrolled victim = Enrolled.create(keycloak);
        Enrolled thief = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(keycloak.client("demo-app").authorization().uri(), victim.person());

        page = visitor.submit(page, Map.of("code", thief.app().code()));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        page = visitor.submit(page, Map.of("code", thief.codes().get(0)));
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(thief.grant(keycloak.client("demo-cli"), thief.codes().get(0))
                        .isGranted())
                .as("and is not used up by it")
                .isTrue();
    }

    @Test
    void deviceIsAllowedOnlyAfterTheCode(KeycloakServer keycloak) {
        OidcClient client = deviceClient(keycloak);
        Enrolled enrolled = Enrolled.create(keycloak);
        Visitor visitor = keycloak.visitor();
        var device = client.authorizeDevice();
        WebPage page = visitor.logIn(device.verificationUri(), enrolled.person());

        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        assertThat(client.poll(device).error()).isEqualTo("authorization_pending");
        WebPage consent = visitor.submit(page, Map.of("code", enrolled.app().code()));
        visitor.submit(consent, Map.of("accept", "yes"));
        keycloak.clock().advance(device.interval().plusSeconds(1));
        assertThat(client.poll(device).isGranted()).isTrue();
    }

    @Test
    void deviceIsAllowedOnlyAfterTheSetUp(KeycloakServer keycloak) {
        OidcClient client = deviceClient(keycloak);
        var device = client.authorizeDevice();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(
                device.verificationUri(), Tenant.askingAll(keycloak.demo()).newMember());

        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.SET_UP);
        assertThat(client.poll(device).error()).isEqualTo("authorization_pending");
        String code = new AuthenticatorApp(Enrolled.secretOn(page), keycloak.clock()).code();
        WebPage codes = visitor.submit(page, Map.of("code", code));
        WebPage consent = visitor.submit(codes, Map.of("saved", "on"));
        visitor.submit(consent, Map.of("accept", "yes"));
        keycloak.clock().advance(device.interval().plusSeconds(1));
        assertThat(client.poll(device).isGranted()).isTrue();
    }

    private static OidcClient deviceClient(KeycloakServer keycloak) {
        String id = "device-" + java.util.UUID.randomUUID();
        keycloak.demo()
                .createClient(Map.of(
                        "clientId",
                        id,
                        "publicClient",
                        true,
                        "attributes",
                        Map.of("oauth2.device.authorization.grant.enabled", "true")));
        return OidcClient.of(keycloak.base(), "demo", id);
    }

    @Test
    void passwordGrantSaysWhatIsMissing(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");
        Tokens missing = cli.password(enrolled.person());
        assertThat(missing.answer().status()).isEqualTo(403);
        assertThat(missing.error()).isEqualTo("mfa_required");
        Tokens empty = enrolled.grant(cli, " - ");
        assertThat(empty.answer().status()).isEqualTo(403);
        Tokens granted = cli.password(
                enrolled.person(), "totp", "", "otp", enrolled.app().code());
        assertThat(granted.isGranted()).isTrue();

        Tokens bare = cli.password(Tenant.askingAll(keycloak.demo()).newMember(), "totp", "123456");
        assertThat(bare.answer().status()).isEqualTo(403);
        assertThat(bare.answer().json().at("/mfa_requirements/enroll/0/type").asText())
                .isEqualTo("otp");
    }

    @Test
    void offlineTokenOfThePasswordGrantNeedsTheCodeToo(KeycloakServer keycloak) {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient cli = keycloak.client("demo-cli");

        assertThat(cli.password(enrolled.person(), "scope", "openid offline_access")
                        .isGranted())
                .isFalse();
        Tokens offline = cli.password(
                enrolled.person(),
                "scope",
                "openid offline_access",
                "totp",
                enrolled.app().code());
        assertThat(cli.refresh(offline).isGranted()).isTrue();
    }
}
