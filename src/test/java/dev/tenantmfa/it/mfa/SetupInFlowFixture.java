package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.AuthenticatorApp;
import dev.tenantmfa.it.actors.AuthorizationRequest;
import dev.tenantmfa.it.actors.OidcClient;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/** Users who must set up a second factor while a login is open. */
abstract class SetupInFlowFixture {
    static final Map<String, String> SAVED = Map.of("saved", "on");

    final KeycloakServer keycloak;
    final RealmAdmin realm;
    final OidcClient app;

    SetupInFlowFixture(KeycloakServer keycloak) {
        this.keycloak = keycloak;
        this.realm = keycloak.demo();
        this.app = keycloak.client("demo-app");
    }

    Person memberOfStrictTenant() {
        return Tenant.askingAll(realm).newMember();
    }

    Person personOfWhomAnAdministratorAsksIt() {
        Person person = realm.newPerson();
        realm.require(person, "tmfa-configure");
        return person;
    }

    WebPage at(LoginStep stage, Visitor visitor, Person person, AuthorizationRequest request) {
        WebPage setup = visitor.logIn(request.uri(), person);
        assertStep(setup, LoginStep.SET_UP);
        if (stage == LoginStep.SET_UP) {
            return setup;
        }
        WebPage codes = visitor.submit(setup, Map.of("code", phone(setup).code()));
        assertStep(codes, LoginStep.CODES);
        return codes;
    }

    AuthenticatorApp phone(WebPage setup) {
        return new AuthenticatorApp(Enrolled.secretOn(setup), keycloak.clock());
    }

    /** The page is of the login itself, not of a required action after it. */
    static void assertStep(WebPage page, LoginStep step) {
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(step);
        assertThat(page.formAction().getPath()).endsWith("/login-actions/authenticate");
        assertThat(page.hasField("skip") || page.hasField("cancel-aia")).isFalse();
    }

    void assertNoSession(Visitor visitor) {
        assertThat(LoginStep.of(visitor.copy()
                        .open(app.authorization().with("prompt", "none").uri())))
                .as("no session exists")
                .isEqualTo(LoginStep.REFUSED);
    }

    List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }
}
