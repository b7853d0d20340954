package dev.tenantmfa.assurance;

import java.time.Instant;

/** What a policy requires of a user: to have a second factor and use it. */
public sealed interface MfaDemand {

    /**
     * Nothing is asked, not even of users who have a factor: an owner of the tenant that is entered exempted the member
     * for a time. Weaker than {@link Nothing}, so it applies only if no other policy decides anything. It does not
     * replace a setup that an administrator demands, and it is not evidence.
     */
    record Exempt() implements MfaDemand {}

    /** Nothing is required; users who have a factor are still asked for it. */
    record Nothing() implements MfaDemand {}

    /**
     * Required later; until then the user is reminded.
     *
     * @param until when it becomes {@link Due}
     * @param tenantId of the tenant that requires it
     * @param strength what will then be required
     */
    record Grace(Instant until, String tenantId, Strength strength) implements MfaDemand {}

    /** Required now. */
    record Due(Strength strength) implements MfaDemand {}

    /**
     * The stricter of two demands: due before grace, grace before nothing, nothing before exempt; an earlier end before
     * a later one, and both strengths if both are due.
     */
    default MfaDemand stricter(MfaDemand other) {
        if (this instanceof Due mine && other instanceof Due theirs) {
            return new Due(mine.strength().and(theirs.strength()));
        }
        if (this instanceof Exempt || other instanceof Exempt) {
            return this instanceof Exempt ? other : this;
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
