package dev.tenantmfa.tenant.enrolment;

import dev.tenantmfa.factor.Method;
import dev.tenantmfa.tenant.enrolment.Enrolment.State;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many members are how far with what the policy requires. Suspended members do not count.
 *
 * @param required to whom the policy applies, now or later
 * @param enrolled who have any second factor, allowed by the policy or not
 * @param missing to whom the policy applies and who have no second factor that it allows
 * @param methods who have each method, without users who are also members of another tenant
 */
public record MfaReport(
        long members, long required, long enrolled, long missing, Map<State, Long> states, Map<Method, Long> methods) {

    public MfaReport {
        states = new EnumMap<>(states);
        methods = methods.isEmpty() ? Map.of() : new EnumMap<>(methods);
    }

    public static MfaReport of(List<Enrolment> enrolments) {
        List<Enrolment> active = enrolments.stream()
                .filter(enrolment -> enrolment.member().active())
                .toList();
        Map<State, Long> states = new EnumMap<>(State.class);
        for (State state : State.values()) {
            states.put(
                    state,
                    active.stream()
                            .filter(enrolment -> enrolment.state() == state)
                            .count());
        }
        Map<Method, Long> methods = new EnumMap<>(Method.class);
        active.stream()
                .filter(enrolment -> !enrolment.isShared())
                .flatMap(enrolment -> enrolment.methods().stream())
                .forEach(method -> methods.merge(method, 1L, Long::sum));
        return new MfaReport(
                active.size(),
                active.size() - states.getOrDefault(State.NOT_REQUIRED, 0L),
                active.stream().filter(Enrolment::isEnrolled).count(),
                active.stream().filter(Enrolment::isMissing).count(),
                states,
                methods);
    }
}
