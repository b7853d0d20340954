package dev.tenantmfa.tenant.enrolment;

import dev.tenantmfa.assurance.MfaDemand;
import dev.tenantmfa.assurance.OwnMethods;
import dev.tenantmfa.assurance.Strength;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.tenant.Membership;
import dev.tenantmfa.tenant.policy.MemberDemand;
import dev.tenantmfa.tenant.rule.MfaPolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * How far a member is with what the policy requires.
 *
 * @param methods all that the member has set up or can use, allowed by the policy or not
 * @param isShared whether the user is also a member of another tenant, which must not know the methods
 * @param isMissing whether the policy requires a second factor, now or later, and the member has none that it allows
 * @param dueAt when the member will have to have one; empty if that is now, or if none is missing
 */
public record Enrolment(
        Membership member,
        Set<Method> methods,
        boolean isShared,
        State state,
        boolean isMissing,
        Optional<Instant> dueAt) {

    public enum State {
        /** The policy does not require a second factor of the member. The same for suspended members. */
        NOT_REQUIRED,
        /** The member has a second factor that the policy allows. */
        OK,
        /** A second factor is missing and will be required later. */
        GRACE,
        /** A second factor is missing and is required at the next login. */
        DUE,
        /** An owner exempted the member for a time. */
        EXEMPT
    }

    public Enrolment {
        methods = Set.copyOf(methods);
    }

    /** By what the login asks for and accepts. */
    static Enrolment of(KeycloakSession session, Membership member, MfaPolicy policy, boolean shared) {
        RealmModel realm = session.getContext().getRealm();
        Set<Method> own = OwnMethods.of(session, member.person());
        boolean asked = member.active() && policy.asks(member.role());
        boolean missing = asked && !meets(own, MemberDemand.strength(realm, policy.terms()));
        if (!asked) {
            return new Enrolment(member, own, shared, State.NOT_REQUIRED, false, Optional.empty());
        }
        boolean exempt = MemberDemand.of(realm, member, policy) instanceof MfaDemand.Exempt;
        Optional<Instant> graceEnds =
                MemberDemand.withoutExemption(realm, member, policy) instanceof MfaDemand.Grace grace
                        ? Optional.of(grace.until())
                        : Optional.empty();
        Optional<Instant> due = exempt
                ? member.exemptUntil()
                        .map(end -> graceEnds.filter(end::isBefore).orElse(end))
                : graceEnds;
        return new Enrolment(
                member,
                own,
                shared,
                exempt ? State.EXEMPT : !missing ? State.OK : due.isPresent() ? State.GRACE : State.DUE,
                missing,
                missing ? due : Optional.empty());
    }

    /** Whether the user has any second factor, allowed by the policy or not. */
    public boolean isEnrolled() {
        return !methods.isEmpty();
    }

    private static boolean meets(Set<Method> own, Strength strength) {
        return strength.oneOfEach().stream()
                .noneMatch(allowed -> allowed.isEmpty() ? own.isEmpty() : Collections.disjoint(allowed, own));
    }
}
