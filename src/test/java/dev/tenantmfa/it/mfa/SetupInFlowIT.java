package dev.tenantmfa.it.mfa;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AtOnce;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Tokens;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a policy or an administrator demands is set up while the login is open: before it ends there is no session and no code. */
@KeycloakIntegration
class SetupInFlowIT extends SetupInFlowFixture {

    SetupInFlowIT(KeycloakServer keycloak) {
        super(keycloak);
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
}
