package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.assurance.flow.Passage.Mark;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A login method of a realm and its flow.
 *
 * @param kind of flow
 * @param scope for whom the flow is bound
 * @param owner client id, client profile or alias of the identity provider; empty for the realm
 * @param flow null if none is bound, which only a post login flow can be
 * @param isUsed whether anybody can log in by it
 */
public record LoginMethod(
        Kind kind, Scope scope, String owner, @Nullable FlowTree flow, boolean isUsed) {

    /** A kind of flow that Keycloak binds. */
    public enum Kind {
        BROWSER("browser", "browser"),
        DIRECT_GRANT("direct-grant", "direct grant"),
        REGISTRATION("registration", "registration"),
        RESET_CREDENTIALS("reset-credentials", "reset credentials"),
        POST_LOGIN("post-login", "post login");

        private final String id;
        private final String title;

        Kind(String id, String title) {
            this.id = id;
            this.title = title;
        }

        public String id() {
            return id;
        }

        /** The name that is shown. */
        public String title() {
            return title;
        }

        /** The step of this extension that belongs into such a flow. */
        public String secondFactorStep() {
            return this == DIRECT_GRANT ? StepKind.GRANT_CODE_STEP : StepKind.SECOND_FACTOR_STEP;
        }
    }

    /** For whom a flow is bound. */
    public enum Scope {
        REALM,
        /** Logins for which a client policy selects it. */
        CLIENT_POLICY,
        CLIENT,
        IDENTITY_PROVIDER
    }

    /** Whether logins by the method pass the step of this extension. */
    public enum State {
        /** All do. */
        GUARDED,
        /** Some do. */
        PARTLY,
        /** None does. */
        OPEN,
        /** Nobody can log in by it. */
        OFF
    }

    /**
     * Names the login method: {@code browser}, {@code policy:gold:browser}, {@code client:legacy:browser},
     * {@code idp:partner:post-login}.
     */
    public String id() {
        return switch (scope) {
            case REALM -> kind.id();
            case CLIENT_POLICY -> "policy:" + owner + ":" + kind.id();
            case CLIENT -> "client:" + owner + ":" + kind.id();
            case IDENTITY_PROVIDER -> "idp:" + owner + ":" + kind.id();
        };
    }

    /** The same, as if users could log in by it. */
    public LoginMethod used() {
        return isUsed ? this : new LoginMethod(kind, scope, owner, flow, true);
    }

    public State state() {
        if (!isUsed) {
            return State.OFF;
        }
        if (flow == null) {
            return State.OPEN;
        }
        Set<Passage> ways = ways();
        if (ways.stream().allMatch(way -> way.has(Mark.SECOND_FACTOR))) {
            return State.GUARDED;
        }
        return ways.stream().anyMatch(way -> way.has(Mark.SECOND_FACTOR)) ? State.PARTLY : State.OPEN;
    }

    /** Whether each login by it checks the tenant. */
    public boolean checksTenant() {
        return ways().stream().allMatch(way -> way.has(Mark.TENANT_ACCESS));
    }

    /** Whether the tenant is checked only after the second factor. */
    public boolean checksTenantTooLate() {
        return ways().stream().anyMatch(way -> way.has(Mark.ACCESS_TOO_LATE));
    }

    /** Whether single sign-on gets in without the step of this extension. */
    public boolean singleSignOnSkips() {
        return ways().stream().anyMatch(way -> way.has(Mark.COOKIE) && !way.has(Mark.SECOND_FACTOR));
    }

    /** Whether other logins do. */
    public boolean othersSkip() {
        return ways().stream().anyMatch(way -> !way.has(Mark.COOKIE) && !way.has(Mark.SECOND_FACTOR));
    }

    /** Whether the second factor is asked for before a first factor was shown. */
    public boolean asksTooEarly() {
        return ways().stream().anyMatch(way -> way.has(Mark.TOO_EARLY));
    }

    /** Whether a login method asks for Keycloak's own second factors and does not see those of this extension. */
    public boolean seesOnlyBuiltIn() {
        return isUsed
                && flow != null
                && state() != State.GUARDED
                && ways().stream().anyMatch(way -> way.has(Mark.BUILT_IN));
    }

    /**
     * The ways that lead into a session: those on which no step found the user end on an error, and those to an identity
     * provider go on in its post login flow. Keycloak lets a user in whom a step only found.
     */
    private Set<Passage> ways() {
        Set<Passage> start = Set.of(kind == Kind.POST_LOGIN ? Passage.AFTER_FIRST_FACTOR : Passage.START);
        Set<Passage> all = flow == null
                ? start
                : Passages.of(kind.secondFactorStep(), flow.nodes()).through(flow.nodes(), start);
        Set<Passage> entering = new LinkedHashSet<>(all);
        entering.removeIf(way -> !way.has(Mark.FIRST_FACTOR) && !way.has(Mark.USER) || way.has(Mark.ELSEWHERE));
        boolean nobody = entering.isEmpty() && all.stream().noneMatch(way -> way.has(Mark.ELSEWHERE));
        return nobody ? all : entering;
    }
}
