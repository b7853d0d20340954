package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import dev.tenantmfa.it.mfa.Enrolled;
import dev.tenantmfa.it.mfa.LoginStep;
import dev.tenantmfa.it.mfa.Tenant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The modes of the gate, and logins by flows that are not wired. */
@KeycloakIntegration
class GateModesIT extends GateFixture {
    private static final String UNWIRED = "unwired-app";

    @Test
    void loginMethodWithoutAStepOfOursGetsNoTokensWhereTheGateIsStrict() {
        OidcClient unwired = unwired();
        Person person = realm.newPerson();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = unwired.authorization();
        String code = logIn(visitor, request, person);

        Tokens refused = unwired.redeem(request, code);
        assertThat(refused.answer().status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(gateOf(person, "CODE_TO_TOKEN_ERROR")).isEqualTo("login_method");

        // Single sign-on into a wired application: the password was shown, and our step has decided now.
        AuthorizationRequest wired = app.authorization();
        assertThat(app.redeem(wired, visitor.open(wired.uri()).code()).isGranted())
                .isTrue();

        realm.setAttribute("tenant-mfa.gate", "policy");
        assertThat(logIn(unwired, person).isGranted()).isTrue();
    }

    @Test
    void passwordOfAnUnwiredLoginDoesNotOpenAnAccountWithAFactor() {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient unwired = unwired();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = unwired.authorization();
        String code = logIn(visitor, request, enrolled.person());

        assertThat(unwired.redeem(request, code).error()).isEqualTo("invalid_grant");
        assertThat(gateOf(enrolled.person(), "CODE_TO_TOKEN_ERROR")).isEqualTo("factor");

        AuthorizationRequest wired = app.authorization();
        WebPage page = visitor.open(wired.uri());
        assertThat(LoginStep.of(page)).isEqualTo(LoginStep.CODE);
        Tokens tokens = app.redeem(
                wired,
                visitor.submit(page, Map.of("code", enrolled.app().code())).code());
        assertThat(tokens.claims().path("mfa").asBoolean()).isTrue();
    }

    @Test
    void flowThatSingleSignOnSkipsAsksAfterTheSecondRefusal() {
        Enrolled enrolled = Enrolled.create(keycloak);
        OidcClient unwired = unwired();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest first = unwired.authorization();
        assertThat(unwired.redeem(first, logIn(visitor, first, enrolled.person()))
                        .error())
                .isEqualTo("invalid_grant");
        AuthorizationRequest second = unwired.authorization();
        assertThat(unwired.redeem(second, visitor.open(second.uri()).code()).error())
                .isEqualTo("invalid_grant");

        WebPage third = visitor.open(unwired.authorization().uri());

        assertThat(LoginStep.of(third)).as(third.text()).isEqualTo(LoginStep.PASSWORD);
    }

    @Test
    void gateIsOffForOneClientOnly() {
        Tenant tenant = Tenant.create(realm);
        Person person = tenant.newMember();
        OidcClient unwired = unwired();
        assertThat(logIn(unwired, person).error()).isEqualTo("invalid_grant");

        realm.updateClient(
                UNWIRED, client -> client.withObjectProperty("attributes").put("tenant-mfa.gate", "off"));
        Tokens tokens = logIn(unwired, person);
        tenant.ask("ALL");

        assertThat(unwired.refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void valuesThatMakeNoSenseCountAsTheSafestAndAreWarnedAboutOnce() {
        int before = keycloak.log().lines().size();
        String nonsense = "nonsense-" + System.nanoTime();
        realm.setAttribute("tenant-mfa.gate", nonsense);
        OidcClient unwired = unwired();
        Person person = realm.newPerson();

        assertThat(logIn(unwired, person).error()).isEqualTo("invalid_grant");
        assertThat(logIn(unwired, person).error()).isEqualTo("invalid_grant");

        assertThat(keycloak.log().lines().stream().skip(before).filter(line -> line.contains("tenant-mfa.gate")))
                .singleElement()
                .asString()
                .contains("policy, strict", "strict is used")
                .doesNotContain(nonsense);
    }

    /** Where organizations are on, Keycloak's own form asks for the username first. */
    private static String logIn(Visitor visitor, AuthorizationRequest request, Person person) {
        WebPage password = visitor.submit(visitor.open(request.uri()), Map.of("username", person.username()));
        return visitor.submit(password, Map.of("password", person.password())).code();
    }

    private Tokens logIn(OidcClient client, Person person) {
        AuthorizationRequest request = client.authorization();
        return client.redeem(request, logIn(keycloak.visitor(), request, person));
    }

    /** A client whose browser flow is Keycloak's own. */
    private OidcClient unwired() {
        String flow = realm.flowId("browser");
        realm.deleteClient(UNWIRED);
        realm.createClient(Map.of(
                "clientId",
                UNWIRED,
                "publicClient",
                true,
                "redirectUris",
                List.of("http://localhost:9/*"),
                "authenticationFlowBindingOverrides",
                Map.of("browser", flow),
                "defaultClientScopes",
                List.of("basic", "tenant-mfa", "profile")));
        return OidcClient.of(keycloak.base(), realm.name(), UNWIRED);
    }
}
