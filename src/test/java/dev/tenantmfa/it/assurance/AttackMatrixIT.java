package dev.tenantmfa.it.assurance;

import dev.tenantmfa.it.KeycloakIntegration;
import dev.tenantmfa.it.KeycloakServer;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/** The table of {@link Verdicts} against a running Keycloak: a covering choice, or all of it with {@code -Pnightly}. */
@KeycloakIntegration
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AttackMatrixIT {
    /** System property: {@code true} for the whole table. */
    private static final String NIGHTLY = "tmfa.nightly";

    private final MatrixRun run = new MatrixRun();

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

    @Test
    void everyCombinationHasARowAndEveryRowHasACombination() {
        Set<Row> used = Cell.all().stream().map(Verdicts::of).collect(Collectors.toSet());

        assertThat(Verdicts.table()).allMatch(used::contains);
    }

    @Test
    void everyLoginMethodOfTheServerHasARow(KeycloakServer keycloak) {
        assertThat(ServersLoginMethods.of(keycloak)).isSubsetOf(ServersLoginMethods.known());
    }

    @Test
    void choiceMeetsEveryPair() {
        List<Cell> testable = testable();
        Set<Set<Enum<?>>> wanted = testable.stream()
                .flatMap(cell -> CoveringChoice.pairs(cell).stream())
                .collect(Collectors.toSet());

        assertThat(CoveringChoice.of(testable).stream()
                        .flatMap(cell -> CoveringChoice.pairs(cell).stream())
                        .collect(Collectors.toSet()))
                .containsAll(wanted);
    }

    @TestFactory
    Stream<DynamicTest> combinations() {
        List<Cell> testable = testable();
        boolean all = Boolean.getBoolean(NIGHTLY);
        return (all ? testable : CoveringChoice.of(testable))
                .stream()
                        .sorted(Comparator.comparing(Cell::gate).thenComparing(Cell::policy))
                        .map(cell -> DynamicTest.dynamicTest(
                                cell + ": " + Verdicts.of(cell).verdict(), () -> run.check(cell)));
    }

    private static List<Cell> testable() {
        return Cell.all().stream()
                .filter(cell -> Verdicts.of(cell).verdict().isTested())
                .toList();
    }
}
