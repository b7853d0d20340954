package dev.tenantmfa.it;

/**
 * What requests ask of the server's stores.
 *
 * @param statements of SQL
 * @param transactions that reach the database
 * @param singleUse reads, writes and removals in the single-use store
 * @param messages from this node to others, each of which is one call of a cache
 */
public record Counts(int statements, int transactions, int singleUse, int messages) {

    /** Those of a server without other nodes. */
    public Counts(int statements, int transactions, int singleUse) {
        this(statements, transactions, singleUse, 0);
    }

    boolean isWithin(Counts budget) {
        return statements <= budget.statements
                && transactions <= budget.transactions
                && singleUse <= budget.singleUse
                && messages <= budget.messages;
    }

    public Counts plus(int moreStatements) {
        return new Counts(statements + moreStatements, transactions, singleUse, messages);
    }

    public Counts minus(Counts other) {
        return new Counts(
                statements - other.statements,
                transactions - other.transactions,
                singleUse - other.singleUse,
                messages - other.messages);
    }

    /** The lower one of each count. */
    Counts lower(Counts other) {
        return new Counts(
                Math.min(statements, other.statements),
                Math.min(transactions, other.transactions),
                Math.min(singleUse, other.singleUse),
                Math.min(messages, other.messages));
    }

    Counts with(int sent) {
        return new Counts(statements, transactions, singleUse, sent);
    }
}
