package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.RealmAdmin;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** A realm of its own, and logins with access passes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AccessPassFixture {
    StepRealm step;
    RealmAdmin realm;

    @BeforeAll
    void wire(KeycloakServer keycloak) {
        step = StepRealm.create(keycloak);
        realm = step.realm();
        realm.update(representation -> representation.put("bruteForceProtected", false));
    }

    @AfterAll
    void delete() {
        realm.delete();
    }

    @BeforeEach
    void noPolicy() {
        policy("NONE", "");
    }

    String pass(Person person) {
        return AccessPass.make(realm, person).code();
    }

    Enrolled enrolled() {
        return Enrolled.enrol(step.keycloak(), realm, realm.newPerson());
    }

    Visitor visitor() {
        return step.keycloak().visitor();
    }

    WebPage logIn(Visitor visitor, Person person) {
        return visitor.logIn(step.app().authorization().uri(), person);
    }

    WebPage logInWith(Visitor visitor, Person person, String code) {
        return visitor.submit(logIn(visitor, person), Map.of("code", code));
    }

    void assertLogsIn(Person person, String code) {
        WebPage page = logInWith(visitor(), person, code);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.IN);
    }

    void assertRefused(Person person, String code) {
        WebPage page = logInWith(visitor(), person, code);
        assertThat(LoginStep.of(page)).as(page.text()).isEqualTo(LoginStep.CODE);
        assertThat(page.error()).isPresent();
    }

    List<String> types(Person person) {
        return realm.credentials(person).findValuesAsText("type");
    }

    static Map<String, String> choice(String value) {
        return new HashMap<>(Map.of("choice", value));
    }

    /** The policy of users of no tenant. */
    void policy(String requiredFor, String methods) {
        realm.setAttribute("tenant-mfa.required-for", requiredFor);
        realm.setAttribute("tenant-mfa.allowed-methods", methods);
    }
}
