package dev.tenantmfa.platform.rest;

/** Carries a {@link Problem} out of a call; everything that the call changed is rolled back. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    Refusal(Problem problem) {
        // No stack trace: a refusal is an ordinary answer.
        super(problem.code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
