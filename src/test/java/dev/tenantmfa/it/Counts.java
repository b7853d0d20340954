package dev.tenantmfa.it;

/**
 * What requests ask of the server's stores.
 *
 * @param statements of SQL
 * @param transactions that reach the database
 * @param singleUse reads, writes and removals in the single-use store
 */
public record Counts(int statements, int transactions, int singleUse) {

    boolean isWithin(Counts budget) {
        return statements <= budget.statements && transactions <= budget.transactions && singleUse <= budget.singleUse;
    }

    public Counts plus(int moreStatements) {
        return new Counts(statements + moreStatements, transactions, singleUse);
    }

    public Counts minus(Counts other) {
        return new Counts(
                statements - other.statements, transactions - other.transactions, singleUse - other.singleUse);
    }
}
