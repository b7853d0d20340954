package dev.tenantmfa.assurance.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** An execution of an authentication flow: a step, or a sub-flow. */
public sealed interface FlowNode {

    Requirement requirement();

    /** What the admin console shows: the provider id of a step, the alias of a sub-flow. */
    String name();

    default boolean isEnabled() {
        return requirement() != Requirement.DISABLED;
    }

    /**
     * A step.
     *
     * @param authenticator provider id
     * @param kind what the step does
     * @param settings null if it has none
     */
    record Step(
            String authenticator,
            StepKind kind,
            Requirement requirement,
            @Nullable Settings settings) implements FlowNode {

        /** A step of this extension or of Keycloak without settings. */
        public static Step required(String authenticator) {
            return new Step(authenticator, StepKind.of(authenticator), Requirement.REQUIRED, null);
        }

        @Override
        public String name() {
            return authenticator;
        }

        /** The same with other settings. */
        public Step with(String alias, Map<String, String> config) {
            return new Step(authenticator, kind, requirement, new Settings(alias, config));
        }

        public Map<String, String> config() {
            return settings == null ? Map.of() : settings.config();
        }
    }

    /** The settings of a step. */
    record Settings(String alias, Map<String, String> config) {}

    /**
     * A sub-flow.
     *
     * @param type {@code basic-flow}, or {@code form-flow} for the registration form
     * @param form the authenticator that shows the page of a form; null for others
     * @param isLoop whether the sub-flow contains itself, which only a change in the database can do; it has no nodes then
     */
    record SubFlow(
            String alias,
            String type,
            String description,
            @Nullable String form,
            Requirement requirement,
            List<FlowNode> nodes,
            boolean isLoop)
            implements FlowNode {

        @Override
        public String name() {
            return alias;
        }

        public SubFlow with(List<FlowNode> others) {
            return new SubFlow(alias, type, description, form, requirement, List.copyOf(others), isLoop);
        }
    }
}
