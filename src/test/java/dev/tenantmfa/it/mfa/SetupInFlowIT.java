package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthenticatorApp;
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
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a policy or an administrator demands is set up while the login is open: before it ends there is no session and no code. */
@KeycloakIntegration
class SetupInFlowIT {

    private static final Map<String, String> SAVED = Map.of("saved", "on");

    private final KeycloakServer keycloak;
    private final RealmAdmin realm;
    private final OidcClient app;

    SetupInFlowIT(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
        this.app = keycloak.client("demo-app");
    }

    @Test
    void loginEndsWithTheSetupAndItsFirstCodeCounts() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        AuthorizationRequest request = app.authorization();
        WebPage setup = visitor.logIn(request.uri(), person);
        assertStep(setup, LoginStep.SET_UP);
        String secret = Enrolled.secretOn(setup);

        WebPage wrong = visitor.submit(setup, Map.of("code", phone(setup).wrongCode()));
        assertStep(wrong, LoginStep.SET_UP);
        assertThat(wrong.error()).contains("The code was incorrect.");
        WebPage badName = visitor.submit(wrong, Map.of("code", phone(setup).code(), "deviceName", "x".repeat(65)));
        assertThat(badName.error()).contains("Use at most 64 characters. Control characters are not allowed.");
        WebPage reloaded = visitor.open(badName.uri());
        assertThat(Enrolled.secretOn(reloaded)).as("reload").isEqualTo(secret);
        WebPage codes = visitor.submit(reloaded, Map.of("code", phone(setup).code(), "deviceName", "Phone"));
        assertStep(codes, LoginStep.CODES);
        WebPage unsaved = visitor.submit(codes, Map.of());
        assertStep(unsaved, LoginStep.CODES);
        assertThat(unsaved.error()).contains("Confirm that you have saved the codes.");
        reloaded = visitor.open(unsaved.uri());
        assertThat(Enrolled.codesOn(reloaded)).as("reload").isEqualTo(Enrolled.codesOn(codes));
        assertThat(types(person)).as("nothing is stored yet").containsExactly("password");
        assertNoSession(visitor);

        Tokens tokens = app.redeem(request, visitor.submit(reloaded, SAVED).code());
        assertThat(tokens.idClaims().get("amr")).extracting(JsonNode::asText).contains("pwd", "otp");
        assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        assertThat(LoginStep.of(visitor.open(app.authorization().uri())))
                .as("single sign-on")
                .isEqualTo(LoginStep.IN);
    }

    @Test
    void setupWritesTheSameEventsAndMailAsTheRequiredAction() {
        Tenant tenant = Tenant.askingAll(realm);
        Person person = tenant.newMember();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(app.authorization().uri(), person);
        setup = visitor.submit(setup, Map.of("code", phone(setup).wrongCode()));
        visitor.submit(visitor.submit(setup, Map.of("code", phone(setup).code())), SAVED)
                .code();

        String credential =
                keycloak.support().credential(realm, person, "tmfa-totp").id();
        List<JsonNode> stored = realm.events(person, "UPDATE_CREDENTIAL");
        assertThat(stored).hasSize(1);
        JsonNode details = stored.get(0).get("details");
        assertThat(stored.get(0).get("clientId").asText()).isEqualTo("demo-app");
        assertThat(details.get("username").asText()).isEqualTo(person.username());
        assertThat(details.get("credential_type").asText()).isEqualTo("tmfa-totp");
        assertThat(details.get("credential_id").asText()).isEqualTo(credential);
        assertThat(details.get("second_factor").asText()).isEqualTo("totp");
        assertThat(details.get("second_factor_result").asText()).isEqualTo("accepted");
        assertThat(details.get("tenant_id").asText()).isEqualTo(tenant.id());
        List<JsonNode> refused = realm.events(person, "UPDATE_CREDENTIAL_ERROR");
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).at("/details/reason").asText()).isEqualTo("wrong_code");
        assertThat(realm.events(person, "LOGIN_ERROR")).isEmpty();
        List<JsonNode> logins = realm.events(person, "LOGIN");
        assertThat(logins).hasSize(1);
        assertThat(logins.get(0).at("/details/second_factor").asText()).isEqualTo("totp");
        assertThat(logins.get(0).at("/details/tenant_id").asText()).isEqualTo(tenant.id());
        assertThat(keycloak.mailbox().awaitMailTo(person).subject()).isEqualTo("Two-factor authentication was set up");
    }

    /** CVE-2026-133221. */
    @Test
    void consentWithoutASessionCodeEndsNoLogin() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            for (boolean byAdministrator : new boolean[] {false, true}) {
                Person person = byAdministrator ? personOfWhomAnAdministratorAsksIt() : memberOfStrictTenant();
                Visitor visitor = keycloak.visitor();
                WebPage page = at(stage, visitor, person, app.authorization());
                URI consent = URI.create(page.formAction()
                        .toString()
                        .replaceAll("login-actions/[a-z-]+", "login-actions/consent")
                        .replaceAll("(session_code|execution)=[^&]*&?", ""));
                WebPage answer = visitor.copy().post(consent, Map.of("accept", "Yes"));
                assertThat(answer.status()).isLessThan(500);
                assertThat(LoginStep.of(answer)).as(stage + answer.text()).isEqualTo(LoginStep.OTHER);
                assertNoSession(visitor);
                assertThat(realm.events(person, "LOGIN")).isEmpty();
                assertThat(types(person)).containsExactly("password");
            }
        }
    }

    @Test
    void restartForgetsTheSetup() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage page = at(stage, visitor, person, app.authorization());
            WebPage restarted = visitor.open(
                    URI.create(keycloak.base() + "/realms/demo/login-actions/restart?client_id=demo-app&tab_id="
                            + page.parameter("tab_id").orElseThrow()));
            assertThat(LoginStep.of(restarted)).isEqualTo(LoginStep.PASSWORD);
            assertThat(LoginStep.of(visitor.submit(page, SAVED)))
                    .as("the page from before")
                    .isNotEqualTo(LoginStep.IN);
            assertThat(types(person)).containsExactly("password");
            assertStep(keycloak.visitor().logIn(app.authorization().uri(), person), LoginStep.SET_UP);
        }
    }

    @Test
    void firstPagePostedAgainShowsTheSameCodes() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        WebPage setup = visitor.logIn(app.authorization().uri(), person);
        WebPage codes = visitor.submit(setup, Map.of("code", phone(setup).code()));

        WebPage again = visitor.submit(
                codes, Map.of("stage", "app", "code", phone(setup).code(), "saved", "on"));
        assertStep(again, LoginStep.CODES);
        assertThat(Enrolled.codesOn(again)).isEqualTo(Enrolled.codesOn(codes));
        WebPage back = visitor.submit(setup, Map.of("code", phone(setup).code(), "saved", "on"));
        assertStep(back, LoginStep.CODES);
        assertThat(Enrolled.codesOn(back)).as("the page from the history").isEqualTo(Enrolled.codesOn(codes));
        assertThat(types(person)).containsExactly("password");
        assertThat(LoginStep.of(visitor.submit(back, SAVED))).isEqualTo(LoginStep.IN);
    }

    @Test
    void eachTabHasItsOwnSetupAndTheSecondOneAsksForTheCode() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        WebPage first = visitor.logIn(app.authorization().uri(), person);
        WebPage second = visitor.logIn(app.authorization().uri(), person);
        assertStep(second, LoginStep.SET_UP);
        assertThat(Enrolled.secretOn(second)).isNotEqualTo(Enrolled.secretOn(first));
        WebPage crossed = visitor.submit(second, Map.of("code", phone(first).code()));
        assertStep(crossed, LoginStep.SET_UP);

        WebPage codes = visitor.submit(first, Map.of("code", phone(first).code()));
        assertThat(LoginStep.of(visitor.submit(codes, SAVED))).isEqualTo(LoginStep.IN);
        WebPage late = visitor.submit(crossed, Map.of("code", phone(second).code(), "saved", "on"));
        assertThat(LoginStep.of(late)).isNotEqualTo(LoginStep.CODES);
        assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void appThatWasSetUpElsewhereMeanwhileAsksForItsCode() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage page = at(stage, visitor, person, app.authorization());
            Visitor elsewhere = keycloak.visitor();
            elsewhere
                    .submit(at(LoginStep.CODES, elsewhere, person, app.authorization()), SAVED)
                    .code();

            page = visitor.submit(page, SAVED);
            assertThat(LoginStep.of(page)).as(stage + page.text()).isEqualTo(LoginStep.CODE);
            assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
        }
    }

    @Test
    void appThatWasRemovedMeanwhileMustBeSetUpAnew() {
        Tenant tenant = Tenant.create(realm);
        Enrolled enrolled = Enrolled.enrol(keycloak, realm, tenant.newMember());
        tenant.ask("ALL");
        Visitor visitor = keycloak.visitor();
        WebPage code = visitor.logIn(app.authorization().uri(), enrolled.person());
        assertThat(LoginStep.of(code)).isEqualTo(LoginStep.CODE);
        String id = keycloak.support()
                .credential(realm, enrolled.person(), "tmfa-totp")
                .id();
        realm.delete("/users/" + enrolled.person().id() + "/credentials/" + id).expect(204);

        WebPage page = visitor.submit(code, Map.of("code", enrolled.app().code()));
        assertStep(page, LoginStep.SET_UP);
        WebPage codes = visitor.submit(page, Map.of("code", phone(page).code()));
        assertThat(LoginStep.of(visitor.submit(codes, SAVED))).isEqualTo(LoginStep.IN);
    }

    @Test
    void anotherExecutionTakesNoSetup() {
        for (LoginStep stage : List.of(LoginStep.SET_UP, LoginStep.CODES)) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage page = at(stage, visitor, person, app.authorization());
            for (String execution : executions("tenant-mfa browser")) {
                if (!page.formAction().toString().contains(execution)) {
                    WebPage answer = visitor.copy()
                            .post(
                                    URI.create(page.formAction()
                                            .toString()
                                            .replaceAll("execution=[^&]+", "execution=" + execution)),
                                    Map.of("code", "123456", "stage", "codes", "saved", "on"));
                    assertThat(answer.status()).isLessThan(500);
                    assertThat(LoginStep.of(answer)).isNotEqualTo(LoginStep.IN);
                }
            }
            assertNoSession(visitor);
            assertThat(types(person)).containsExactly("password");
        }
    }

    @Test
    void lastPagePostedOrReloadedAfterTheEndStoresNothingMore() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        WebPage codes = at(LoginStep.CODES, visitor, person, app.authorization());
        assertThat(LoginStep.of(visitor.submit(codes, SAVED))).isEqualTo(LoginStep.IN);
        List<String> stored = realm.credentials(person).findValuesAsText("id");

        assertThat(visitor.submit(codes, SAVED).status()).isLessThan(500);
        assertThat(visitor.open(codes.uri()).status()).isLessThan(500);
        assertThat(realm.credentials(person).findValuesAsText("id")).isEqualTo(stored);
        assertThat(realm.events(person, "UPDATE_CREDENTIAL")).hasSize(1);
    }

    @Test
    void lastPagePostedTwiceAtOnceStoresOneApp() throws Exception {
        for (int round = 0; round < 4; round++) {
            Person person = memberOfStrictTenant();
            Visitor visitor = keycloak.visitor();
            WebPage codes = at(LoginStep.CODES, visitor, person, app.authorization());
            List<Visitor> tabs = List.of(visitor.copy(), visitor.copy());

            List<WebPage> answers = AtOnce.run(tabs.size(), i -> tabs.get(i).submit(codes, SAVED));
            assertThat(answers).extracting(WebPage::status).allMatch(status -> status < 500);
            assertThat(answers).extracting(LoginStep::of).contains(LoginStep.IN);
            assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
            assertThat(realm.events(person, "UPDATE_CREDENTIAL")).hasSize(1);
        }
    }

    @Test
    void administratorsDemandIsMetInsideTheLoginAndThenGone() {
        Person person = personOfWhomAnAdministratorAsksIt();
        Visitor visitor = keycloak.visitor();
        WebPage page = visitor.logIn(app.authorization().uri(), person);
        assertStep(page, LoginStep.SET_UP);
        page = visitor.submit(page, Map.of("skip", "true", "cancel-aia", "true", "code", ""));
        assertStep(page, LoginStep.SET_UP);

        page = visitor.submit(page, Map.of("code", phone(page).code()));
        assertThat(LoginStep.of(visitor.submit(page, SAVED))).isEqualTo(LoginStep.IN);
        assertThat(realm.user(person).get("requiredActions")).isEmpty();
    }

    @Test
    void administratorsDemandIsMetUnderSingleSignOn() {
        Person person = realm.newPerson();
        Visitor visitor = keycloak.visitor();
        app.logIn(visitor, person);
        realm.require(person, "tmfa-configure");

        assertThat(LoginStep.of(
                        visitor.open(app.authorization().with("prompt", "none").uri())))
                .isEqualTo(LoginStep.REFUSED);
        WebPage page = visitor.open(app.authorization().uri());
        assertStep(page, LoginStep.SET_UP);
        page = visitor.submit(page, Map.of("code", phone(page).code()));
        assertThat(LoginStep.of(visitor.submit(page, SAVED))).isEqualTo(LoginStep.IN);
        assertThat(realm.user(person).get("requiredActions")).isEmpty();
    }

    @Test
    void applicationThatAsksForTheSetupToldItIsDone() {
        Person person = memberOfStrictTenant();
        Visitor visitor = keycloak.visitor();
        WebPage page = at(LoginStep.CODES, visitor, person, app.authorization().with("kc_action", "tmfa-configure"));
        assertThat(page.document().selectFirst("[name=cancel-aia]")).isNull();

        WebPage in = visitor.submit(page, SAVED);
        assertThat(LoginStep.of(in)).isEqualTo(LoginStep.IN);
        assertThat(in.parameter("kc_action_status")).contains("success");
        assertThat(types(person)).containsExactlyInAnyOrder("password", "tmfa-totp", "tmfa-backup-codes");
    }

    @Test
    void setupDoesNotDependOnTheRequiredAction() {
        Person person = memberOfStrictTenant();
        ObjectNode action = (ObjectNode) realm.get("/authentication/required-actions/tmfa-configure")
                .expect(200)
                .json();
        realm.put(
                        "/authentication/required-actions/tmfa-configure",
                        action.deepCopy().put("enabled", false))
                .expect(204);
        try {
            Visitor visitor = keycloak.visitor();
            WebPage page = at(LoginStep.CODES, visitor, person, app.authorization());
            assertThat(LoginStep.of(visitor.submit(page, SAVED))).isEqualTo(LoginStep.IN);
        } finally {
            realm.put("/authentication/required-actions/tmfa-configure", action).expect(204);
        }
    }

    private Person memberOfStrictTenant() {
        return Tenant.askingAll(realm).newMember();
    }

    private Person personOfWhomAnAdministratorAsksIt() {
        Person person = realm.newPerson();
        realm.require(person, "tmfa-configure");
        return person;
    }

    private WebPage at(LoginStep stage, Visitor visitor, Person person, AuthorizationRequest request) {
        WebPage setup = visitor.logIn(request.uri(), person);
        assertStep(setup, LoginStep.SET_UP);
        if (stage == LoginStep.SET_UP) {
            return setup;
        }
        WebPage codes = visitor.submit(setup, Map.of("code", phone(setup).code()));
        assertStep(codes, LoginStep.CODES);
        return codes;
    }

    private AuthenticatorApp phone(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
    }

    /** The page is of the login itself, not of a required action after it. */
    private static void assertStep(WebPage page, LoginStep step) {
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(step);
        assertThat(page.formAction().getPath()).endsWith("/login-actions/authenticate");
        assertThat(page.hasField("skip") || page.hasField("cancel-aia")).isFalse();
    }

    private void assertNoSession(Visitor visitor) {
        assertThat(LoginStep.of(visitor.copy()
                        .open(app.authorization().with("prompt", "none").uri())))
                .as("no session exists")
                .isEqualTo(LoginStep.REFUSED);
    }

    private List<String> executions(String flow) {
        return RealmAdmin.list(realm.get("/authentication/flows/" + flow.replace(" ", "%20") + "/executions")).stream()
                .map(execution -> execution.get("id").asText())
                .toList();
    }

    private List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }
}
