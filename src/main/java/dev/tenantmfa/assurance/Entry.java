package dev.tenantmfa.assurance;

import org.jspecify.annotations.Nullable;

/**
 * What is demanded of a user where a token is for.
 *
 * @param closed whether the place is closed to the user
 * @param place null for a token that is for no tenant and of a user of whom no tenant demands anything
 */
public record Entry(MfaDemand demand, @Nullable Place place, boolean closed) {

    /** Where the user may enter. */
    public Entry(MfaDemand demand, @Nullable Place place) {
        this(demand, place, false);
    }

    /** Where nothing is demanded and there is no tenant. */
    static final Entry OPEN = new Entry(new MfaDemand.Nothing(), null);

    /** The one that demands more; of two that demand the same, this one. */
    public Entry stricter(Entry other) {
        if (closed || other.closed()) {
            return closed ? this : other;
        }
        MfaDemand both = demand.stricter(other.demand());
        boolean theirs = both.equals(other.demand()) && !both.equals(demand);
        return theirs ? other : new Entry(both, place == null ? other.place() : place);
    }
}
