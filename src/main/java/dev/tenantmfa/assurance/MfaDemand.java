package dev.tenantmfa.assurance;

import java.time.Instant;

/** What a policy requires of a user: to have a second factor and use it. */
public sealed interface MfaDemand {

    /** Nothing is required; users who have a factor are still asked for it. */
    record Nothing() implements MfaDemand {}

    /**
     * Required later; until then the user is reminded.
     *
     * @param until when it becomes {@link Due}
     */
    record Grace(Instant until) implements MfaDemand {}

    /** Required now. */
    record Due(Strength strength) implements MfaDemand {}

    /**
     * The stricter of two demands: due before grace, an earlier end before a later one, and both strengths if both are
     * due.
     */
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
