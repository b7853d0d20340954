package dev.tenantmfa.it;

/**
 * What requests ask of the server's stores.
 *
 * @param statements of SQL
 * @param transactions that reach the database
 * @param singleUse reads, writes and removals in the single-use store
 */
public record Counts(int statements, int transactions, int singleUse) {

    /** @throws AssertionError if one of them is more than the budget allows */
    public void requireWithin(Counts budget) {
        if (statements > budget.statements || transactions > budget.transactions || singleUse > budget.singleUse) {
            throw new AssertionError(this + " is more than " + budget);
        }
    }

    public Counts minus(Counts other) {
        return new Counts(
                statements - other.statements, transactions - other.transactions, singleUse - other.singleUse);
    }
}
