package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import static dev.tenantmfa.it.assurance.LoginMethod.*;

/** One realm for each mode of the gate, for attacks that have a name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AttacksByName {
    final MatrixRun run = new MatrixRun();

    @BeforeAll
    void createRealms(KeycloakServer keycloak) {
        for (Gate gate : Gate.values()) {
            run.with(gate, MatrixRealm.create(keycloak, gate));
        }
    }

    @AfterAll
    void deleteRealms() {
        run.deleteRealms();
    }

    void check(LoginMethod method, Trick trick, Holder holder, Policy policy) {
        for (Gate gate : Gate.values()) {
            run.check(new Cell(method, trick, holder, policy, gate));
        }
    }
}
