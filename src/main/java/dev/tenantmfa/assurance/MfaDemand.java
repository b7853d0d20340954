package dev.tenantmfa.assurance;

import java.time.Instant;

/** What a policy asks of a person: to have a second factor and use it. */
public sealed interface MfaDemand {

    /** Nothing; who has a factor is asked for it all the same. */
    record Nothing() implements MfaDemand {}

    /**
     * Due later; until then the person is reminded.
     *
     * @param until from when on it is {@link Due}
     */
    record Grace(Instant until) implements MfaDemand {}

    /**
     * Now.
     *
     * @param strength what counts
     */
    record Due(Strength strength) implements MfaDemand {}

    /** The stricter of two demands: due before grace, an earlier end before a later one, and what both want where both are due. */
    default MfaDemand stricter(MfaDemand other) {
        if (this instanceof Due mine && other instanceof Due theirs) {
            return new Due(mine.strength().and(theirs.strength()));
        }
        if (this instanceof Due || other instanceof Nothing) {
            return this;
        }
        if (other instanceof Due || this instanceof Nothing) {
            return other;
        }
        return this instanceof Grace mine
                        && other instanceof Grace theirs
                        && theirs.until().isBefore(mine.until())
                ? other
                : this;
    }
}
