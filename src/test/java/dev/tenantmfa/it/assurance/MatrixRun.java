package dev.tenantmfa.it.assurance;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs cells against the realm of their gate. */
final class MatrixRun {
    private final Map<Gate, MatrixRealm> realms = new EnumMap<>(Gate.class);

    MatrixRun with(Gate gate, MatrixRealm realm) {
        realms.put(gate, realm);
        return this;
    }

    MatrixRealm realm(Gate gate) {
        return realms.get(gate);
    }

    void deleteRealms() {
        realms.values().forEach(MatrixRealm::delete);
    }

    /** Fails when the cell ends in anything but its verdict. */
    void check(Cell cell) {
        Row row = Verdicts.of(cell);
        MatrixRealm matrix = realm(cell.gate());
        Subject subject = Subject.of(cell, matrix);

        Outcome outcome = run(cell, matrix, subject);

        assertThat(row.verdict().allows(outcome, cell.trick()))
                .as("%s: %s, because %s; but it was %s", cell, row.verdict(), row.reason(), outcome)
                .isTrue();
        if (isDemandedOf(cell) && subject.person() != null) {
            wayInRemains(matrix, subject);
        }
    }

    Outcome run(Cell cell, MatrixRealm matrix, Subject subject) {
        if (!cell.method().hasPages()) {
            return GrantLogin.by(cell.method(), matrix, subject);
        }
        Attempts attempts = new Attempts(matrix, subject, cell.trick() == Trick.FRESH_BROWSER);
        PageLogin login = attempts.by(cell.method());
        Outcome outcome = outcome(cell, attempts, login);
        // In a session of before, without a policy, the application that wants no level gets tokens, and may.
        boolean sessionMayBeUsed = cell.method() == LoginMethod.STEP_UP;
        return outcome.isTokens() || sessionMayBeUsed ? outcome : bySession(login, outcome);
    }

    private static Outcome outcome(Cell cell, Attempts attempts, PageLogin login) {
        boolean played = cell.trick() != Trick.NONE && cell.trick() != Trick.FRESH_BROWSER;
        if (played) {
            return new Tricks(login.matrix, login).play(cell.trick());
        }
        Outcome outcome = login.outcome(login.settle(login.page()));
        if (cell.method() != LoginMethod.VERIFY_EMAIL || outcome.kind() != Outcome.Kind.ACTION) {
            return outcome;
        }
        PageLogin followed = attempts.verifyEmail(login);
        Outcome after = followed.outcome(followed.page());
        return after.isTokens() || followed.visitor == login.visitor ? after : bySession(followed, after);
    }

    private static Outcome bySession(PageLogin login, Outcome outcome) {
        Optional<Outcome> silent = login.silently();
        return silent.orElse(outcome);
    }

    private static boolean isDemandedOf(Cell cell) {
        boolean demanded = cell.policy() == Policy.ALL || cell.policy() == Policy.ALL_AND_DEMANDED;
        return demanded && cell.holder() == Holder.NO_FACTOR;
    }

    /** A policy locks nobody out: a fresh login ends in the set-up. */
    private static void wayInRemains(MatrixRealm matrix, Subject subject) {
        PageLogin login =
                new PageLogin(matrix, matrix.keycloak.visitor(), matrix.client().authorization(), subject.person());
        login.from(login.again());
        assertThat(login.outcome(login.page()).kind())
                .as("a fresh login: %s", login.page().text())
                .isEqualTo(Outcome.Kind.SETUP);
    }
}
