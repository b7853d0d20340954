package dev.tenantmfa.login;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.device.TrustedDevice;
import dev.tenantmfa.factor.Method;
import java.util.Set;

/** What the login needs next. */
sealed interface Next {

    /** Nothing: what is needed was shown, or is not needed. */
    record Nothing() implements Next {}

    /** As {@link Nothing}: the tenant that the login is for exempted the member. */
    record Exempt() implements Next {}

    /** As {@link Nothing}: the user trusts the device. */
    record Trusted(TrustedDevice device) implements Next {}

    /** As {@link Nothing}; a user without a second factor is reminded of the end of the grace period. */
    record Reminder(MfaDemand.Grace grace) implements Next {}

    /** The first factor again: the session that the login rides on has shown none. */
    record FirstFactor() implements Next {}

    /** @param methods that the user has and that count */
    record Proof(Set<Method> methods) implements Next {}

    /** Nothing leads on: the user has a second factor for which this place cannot ask. */
    record Refusal() implements Next {}

    /**
     * The choice of what to do about a missing factor, after an access pass.
     *
     * @param methods that count
     * @param skippable whether the login may end without a setup
     */
    record AfterPass(Set<Method> methods, boolean skippable) implements Next {}

    /** @param methods that count; the user has none of them */
    record Setup(Set<Method> methods) implements Next {}
}
