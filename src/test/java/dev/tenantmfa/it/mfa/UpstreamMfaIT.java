package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.tenantmfa.it.mfa.LoginStep.CODE;
import static dev.tenantmfa.it.mfa.LoginStep.IN;
import static dev.tenantmfa.it.mfa.LoginStep.SET_UP;
import static org.assertj.core.api.Assertions.assertThat;

/** What an OpenID Connect provider says about the second factor: what of it is read, and for which account it counts. */
@KeycloakIntegration
class UpstreamMfaIT {

    private static final String MFA = "[\"pwd\",\"mfa\"]";
    private static final String LONG = "x".repeat(300);

    private final KeycloakServer keycloak;
    private Upstream upstream;

    UpstreamMfaIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
    }

    @BeforeEach
    void joinAnotherRealm() {
        upstream = Upstream.oidc(keycloak);
    }

    @AfterEach
    void leaveIt() {
        upstream.leave();
    }

    private record Row(String claim, String json, Map<String, String> settings, LoginStep step) {

        Row(String claim, String json, LoginStep step) {
            this(claim, json, Map.of(), step);
        }
    }

    @Test
    void onlyKnownValuesOfTheSignedAnswerCount() {
        List<Row> rows = List.of(
                new Row("unrelated", "\"mfa\"", SET_UP),
                new Row("amr", MFA, IN),
                new Row("amr", "\"mfa\"", IN),
                new Row("amr", "[\"http://schemas.microsoft.com/claims/multipleauthn\"]", IN),
                new Row("amr", "[\"pwd\"]", SET_UP),
                new Row("amr", "[\"otp\"]", SET_UP),
                new Row("amr", "[\"MFA\",\" mfa\",\"mfa.*\"]", SET_UP),
                new Row("amr", "\"pwd mfa\"", SET_UP),
                new Row("amr", "[[\"mfa\"],1,true,null]", SET_UP),
                new Row("amr", "{\"mfa\":true}", SET_UP),
                new Row("amr", "[\"otp\"]", Upstream.settings("amrValues", "hwk##otp"), IN),
                new Row("amr", MFA, Upstream.settings("amrValues", "hwk##otp"), SET_UP),
                new Row("amr", MFA, Upstream.settings("amrValues", " ## "), IN),
                new Row("amr", "[\"" + LONG + "\"]", Upstream.settings("amrValues", LONG), SET_UP),
                new Row("amr", MFA, Upstream.settings("amrValues", ".*"), SET_UP),
                new Row("amr", MFA, Upstream.settings("maxAgeMinutes", "60"), IN),
                new Row("amr", MFA, Upstream.settings("maxAgeMinutes", "soon"), IN),
                new Row("amr", MFA, Upstream.settings("maxAgeMinutes", "-1"), IN),
                // Keycloak says 1 of a login with a password.
                new Row("unrelated", "1", Upstream.settings("acrValues", "1"), IN),
                new Row("unrelated", "1", Upstream.settings("acrValues", "2##3"), SET_UP),
                new Row("unrelated", "1", Upstream.settings("amrValues", "1", "authnContexts", "1"), SET_UP));
        for (Row row : rows) {
            upstream.settings(row.settings()).says(row.claim(), row.json());

            WebPage page = upstream.logIn();

            assertThat(LoginStep.of(page)).as(row + ": " + page.text()).isEqualTo(row.step());
        }
    }

    @Test
    void whatIsNotSignedIsNotRead() {
        upstream.saysUnsigned("amr", MFA);
        assertThat(LoginStep.of(upstream.logIn())).as("userinfo").isEqualTo(SET_UP);

        upstream.says("amr", MFA);
        assertThat(LoginStep.of(upstream.logIn())).as("ID token").isEqualTo(IN);

        upstream.validateSignatures(false);
        assertThat(LoginStep.of(upstream.logIn()))
                .as("a signature that is not validated")
                .isEqualTo(SET_UP);

        upstream.validateSignatures(true);
        assertThat(LoginStep.of(upstream.logIn())).as("validated again").isEqualTo(IN);
    }

    @Test
    void tokensSayThatASecondFactorWasShown() {
        upstream.says("amr", MFA);

        Tokens tokens = upstream.tokens(keycloak.visitor());

        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
        assertThat(tokens.claims().get("amr").toString()).isEqualTo("[\"mfa\"]");
        assertThat(upstream.tenant().app().refresh(tokens).isGranted()).isTrue();
    }

    @Test
    void itBelongsToOneSessionAndOneUser() {
        upstream.says("amr", MFA);
        Visitor browser = keycloak.visitor();
        upstream.tokens(browser);
        Person other = upstream.tenant().newMember("MEMBER");
        Person otherThere = upstream.elsewhere().realm().newPerson();
        upstream.link(other, otherThere);
        upstream.silent();

        WebPage here = keycloak.visitor()
                .logIn(
                        upstream.tenant()
                                .app()
                                .authorization()
                                .with("tenant", upstream.tenant().alias())
                                .uri(),
                        upstream.here());
        WebPage again = upstream.logIn();
        WebPage others = upstream.logIn(keycloak.visitor(), upstream.request().uri(), otherThere);
        WebPage sameBrowser = browser.logIn(
                upstream.tenant()
                        .app()
                        .authorization()
                        .with("tenant", upstream.tenant().alias())
                        .with("prompt", "login")
                        .uri(),
                upstream.here());

        assertThat(LoginStep.of(here)).as("with the password").isEqualTo(SET_UP);
        assertThat(LoginStep.of(again)).as("another login there").isEqualTo(SET_UP);
        assertThat(LoginStep.of(others)).as("another user").isEqualTo(SET_UP);
        assertThat(LoginStep.of(sameBrowser)).as(sameBrowser.text()).isEqualTo(SET_UP);
    }

    @Test
    void accountThatIsCreatedAtTheFirstLoginIsAskedForNothing() {
        upstream.says("amr", MFA);
        String domain = "d" + UUID.randomUUID().toString().substring(0, 8) + ".test";
        String organization = "/organizations/" + upstream.tenant().id();
        ObjectNode representation =
                (ObjectNode) keycloak.demo().get(organization).expect(200).json();
        representation.putArray("domains").addObject().put("name", domain).put("verified", true);
        keycloak.demo().put(organization, representation).expect(204);
        String name = "new-" + UUID.randomUUID().toString().substring(0, 8);
        Person there = upstream.elsewhere().realm().createPerson(name, name + "@" + domain, RealmAdmin.PASSWORD);
        AuthorizationRequest request = upstream.request();

        WebPage page = upstream.logIn(keycloak.visitor(), request.uri(), there);

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(IN);
        Tokens tokens = upstream.tenant().app().redeem(request, page.code());
        assertThat(tokens.isGranted()).as(tokens.answer().text()).isTrue();
        assertThat(tokens.claims().get("mfa").asBoolean()).isTrue();
    }

    /** Otherwise, anyone who knows the password or reads the mails of a user could link an account of their own. */
    @Test
    void linkOfAFirstLoginReplacesAFactorOnlyAfterThatWasShownInALoginByIt() {
        upstream.says("amr", MFA);
        Enrolled enrolled = enrolled();
        Person there = sameAddress(enrolled.person());
        WebPage page = linked(keycloak.visitor(), enrolled.person(), there);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(CODE);
        assertThat(again(there)).as("after the page was closed").isEqualTo(CODE);
        Visitor browser = keycloak.visitor();
        page = browser.logIn(upstream.tenant().app().authorization().uri(), enrolled.person());
        page = browser.submit(page, Map.of("code", enrolled.codes().get(0)));
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(IN);
        assertThat(again(there)).as("after a login with the password").isEqualTo(CODE);

        browser = keycloak.visitor();
        page = upstream.logIn(browser, upstream.request().uri(), there);
        page = browser.submit(page, Map.of("code", enrolled.codes().get(1)));
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(IN);
        assertThat(again(there)).as("from now on").isEqualTo(IN);
    }

    @Test
    void accountWithAFactorThatIsLinkedByAnAdministratorOrInASessionWithMfaIsNotAsked() {
        upstream.says("amr", MFA);
        Enrolled linked = enrolled();
        Person there = upstream.elsewhere().realm().newPerson();
        upstream.link(linked.person(), there);
        assertThat(again(there)).as("administrator").isEqualTo(IN);

        Enrolled linking = enrolled();
        Person other = upstream.elsewhere().realm().newPerson();
        AuthorizationRequest request = OidcClient.of(keycloak.base(), "demo", "account-console")
                .withRedirectUri(URI.create(keycloak.base() + "/realms/demo/account/"))
                .authorization()
                .with("kc_action", "idp_link:" + upstream.alias());
        WebPage page = linking.visitor().submit(linking.visitor().open(request.uri()), Map.of());
        page = linking.visitor().submit(page, Map.of("username", other.username(), "password", other.password()));
        assertThat(page.parameter("kc_action_status")).as(page.text()).contains("success");
        assertThat(again(other)).as("account console").isEqualTo(IN);
    }

    @Test
    void accountWithoutAFactorIsAskedForNothingWhenItIsLinked() {
        upstream.says("amr", MFA);
        Person here = upstream.tenant().newMember("MEMBER");
        Person there = sameAddress(here);

        WebPage page = linked(keycloak.visitor(), here, there);

        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(IN);
        assertThat(again(there)).isEqualTo(IN);
    }

    private Enrolled enrolled() {
        return Enrolled.enrol(keycloak, keycloak.demo(), upstream.tenant().newMember("MEMBER"));
    }

    private Person sameAddress(Person here) {
        return upstream.elsewhere().realm().createPerson("there-" + here.username(), here.email(), RealmAdmin.PASSWORD);
    }

    /** What another login through the identity provider shows, in a new browser. */
    private LoginStep again(Person there) {
        return LoginStep.of(
                upstream.logIn(keycloak.visitor(), upstream.request().uri(), there));
    }

    /** A first login that ends with the link of the mail that confirms it. */
    private WebPage linked(Visitor browser, Person here, Person there) {
        int mails = keycloak.mailbox().to(here).size();
        WebPage page = upstream.logIn(browser, upstream.request().uri(), there);
        browser.submit(page, Map.of("submitAction", "linkAccount"));
        return browser.open(keycloak.mailbox().awaitMailTo(here, mails + 1).link());
    }
}
