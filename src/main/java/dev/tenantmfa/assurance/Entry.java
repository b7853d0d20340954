package dev.tenantmfa.assurance;

import org.jspecify.annotations.Nullable;

/**
 * What is required of a user for a token.
 *
 * @param closed whether the user has no access to the place
 * @param place null for a token without a tenant, of a user of whom no tenant requires anything
 */
public record Entry(MfaDemand demand, @Nullable Place place, boolean closed) {

    /** For a place to which the user has access. */
    public Entry(MfaDemand demand, @Nullable Place place) {
        this(demand, place, false);
    }

    /** Nothing is required and there is no tenant. */
    static final Entry OPEN = new Entry(new MfaDemand.Nothing(), null);

    /** The one that requires more; this one if both require the same. */
    public Entry stricter(Entry other) {
        if (closed || other.closed()) {
            return closed ? this : other;
        }
        MfaDemand both = demand.stricter(other.demand());
        boolean theirs = both.equals(other.demand()) && !both.equals(demand);
        return theirs ? other : new Entry(both, place == null ? other.place() : place);
    }
}
