package dev.tenantmfa.assurance.flow;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one way through a flow shows, step by step.
 *
 * @param ran aliases of sub-flows that ran, if a condition asks for them
 */
record Passage(Set<Mark> marks, Set<String> ran) {

    /** Nothing yet. */
    static final Passage START = new Passage(Set.of(), Set.of());

    /** The user is known to have shown a first factor before the flow begins, as after an identity provider. */
    static final Passage AFTER_FIRST_FACTOR = START.with(Mark.FIRST_FACTOR);

    enum Mark {
        /** A first factor was shown. */
        FIRST_FACTOR,
        /** A step found the user, without any proof. */
        USER,
        /** A level of authentication ran. */
        LEVEL,
        /** Single sign-on stood in for it. */
        COOKIE,
        /** The way leads to an identity provider, and goes on in its post login flow. */
        ELSEWHERE,
        /** The step of this extension asked. */
        SECOND_FACTOR,
        /** It asked before a first factor was shown. */
        TOO_EARLY,
        /** The tenant was checked. */
        TENANT_ACCESS,
        /** That was after the second factor. */
        ACCESS_TOO_LATE,
        /** One of Keycloak's own second factors was asked for. */
        BUILT_IN
    }

    boolean has(Mark mark) {
        return marks.contains(mark);
    }

    /** Whether the way can leave out a level of authentication: Keycloak runs the first level of a new login in any case. */
    boolean canSkipLevel() {
        return has(Mark.FIRST_FACTOR) || has(Mark.LEVEL) || !has(Mark.USER);
    }

    Passage with(Mark mark) {
        EnumSet<Mark> more = EnumSet.of(mark);
        more.addAll(marks);
        return new Passage(Collections.unmodifiableSet(more), ran);
    }

    /** This way after the sub-flow ran. */
    Passage after(String subFlow) {
        Set<String> more = new TreeSet<>(ran);
        more.add(subFlow);
        return new Passage(marks, Collections.unmodifiableSet(more));
    }

    /** This way with one more step. */
    Passage then(StepKind kind, boolean atLevel) {
        return switch (kind) {
            case FIRST_FACTOR, NEW_PASSWORD -> with(Mark.FIRST_FACTOR);
            case REDIRECT -> with(Mark.FIRST_FACTOR).with(Mark.ELSEWHERE);
            case COOKIE -> with(Mark.FIRST_FACTOR).with(Mark.COOKIE);
            case BUILT_IN_FACTOR, BUILT_IN_RESET -> with(Mark.BUILT_IN);
            case SECOND_FACTOR -> {
                Passage asked = has(Mark.FIRST_FACTOR) ? this : with(Mark.TOO_EARLY);
                // At a level of authentication it is asked only if an application requires that level.
                yield atLevel ? asked : asked.with(Mark.SECOND_FACTOR);
            }
            case TENANT_ACCESS ->
                has(Mark.SECOND_FACTOR)
                        ? with(Mark.TENANT_ACCESS).with(Mark.ACCESS_TOO_LATE)
                        : with(Mark.TENANT_ACCESS);
            case USER -> with(Mark.USER);
            case CONDITION, OTHER, MISSING -> this;
        };
    }
}
