package dev.tenantmfa.assurance.flow;

import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.Constants;

import static org.assertj.core.api.Assertions.assertThat;

class FlowStepTest {

    private final FlowFixture fixture = new FlowFixture();

    @Test
    void stepsHaveTheLevelOfTheConditionBeforeThem() {
        fixture.flow("top", fixture.step(null), fixture.subFlow("level 2"), fixture.step(null));
        fixture.flow("level 2", fixture.step(null), fixture.level(2), fixture.step(null));

        assertThat(levels()).containsExactly(Constants.NO_LOA, Constants.NO_LOA, 2, Constants.NO_LOA);
    }

    @Test
    void levelHoldsInSubFlowsAndNeverDecreases() {
        fixture.flow("top", fixture.level(2), fixture.subFlow("inner"));
        fixture.flow(
                "inner",
                fixture.step(null),
                fixture.level(1),
                fixture.step(null),
                fixture.level(3),
                fixture.step(null));

        assertThat(levels()).containsExactly(2, 2, 3);
    }

    @Test
    void disabledStepsAndFlowsAreLeftOut() {
        fixture.flow("top", disabled(fixture.step(null)), disabled(fixture.subFlow("off")), disabled(fixture.level(2)));
        fixture.flow("off", fixture.step(null));

        assertThat(FlowStep.in(fixture.realm, "top")).isEmpty();
    }

    @Test
    void flowThatContainsItselfIsReadOnce() {
        fixture.flow("top", fixture.step(null), fixture.subFlow("top"));

        assertThat(FlowStep.in(fixture.realm, "top")).hasSize(1);
    }

    @Test
    void stepTellsItsProviderAndSettings() {
        fixture.flow("top", fixture.step("security-key##passkey"));

        FlowStep step = FlowStep.in(fixture.realm, "top").get(0);

        assertThat(step.authenticator()).isEqualTo(FlowFixture.STEP);
        assertThat(step.namedMethods()).isEqualTo(Set.of(Method.SECURITY_KEY, Method.PASSKEY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "##", "upstream", "access-pass", "TOTP", "carrier-pigeon"})
    void listWithoutAMethodToAskForNamesNone(String methods) {
        assertThat(FlowStep.namedMethods(Map.of("methods", methods))).isEmpty();
    }

    private List<Integer> levels() {
        return FlowStep.in(fixture.realm, "top").stream().map(FlowStep::level).toList();
    }

    private static AuthenticationExecutionModel disabled(AuthenticationExecutionModel execution) {
        execution.setRequirement(Requirement.DISABLED);
        return execution;
    }
}
