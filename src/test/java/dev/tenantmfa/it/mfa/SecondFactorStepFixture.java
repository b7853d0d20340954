package dev.tenantmfa.it.mfa;

import dev.tenantmfa.it.KeycloakServer;
import dev.tenantmfa.it.actors.Person;
import dev.tenantmfa.it.actors.Visitor;
import dev.tenantmfa.it.actors.WebPage;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A realm of its own, and logins by its browser flow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecondFactorStepFixture {
    StepRealm step;

    @BeforeAll
    void wire(KeycloakServer keycloak) {
        step = StepRealm.create(keycloak);
    }

    @AfterAll
    void delete() {
        step.realm().delete();
    }

    @BeforeEach
    void noPolicy() {
        policy(Map.of());
    }

    Enrolled enrolled() {
        return Enrolled.enrol(step.keycloak(), step.realm(), step.realm().newPerson());
    }

    WebPage logIn(Visitor visitor, Person person) {
        return visitor.logIn(step.app().authorization().uri(), person);
    }

    /** The policy of users of no tenant. */
    void policy(Map<String, String> attributes) {
        step.realm()
                .setAttribute("tenant-mfa.required-for", attributes.getOrDefault("tenant-mfa.required-for", "NONE"));
        step.realm()
                .setAttribute("tenant-mfa.allowed-methods", attributes.getOrDefault("tenant-mfa.allowed-methods", ""));
    }
}
