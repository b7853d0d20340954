package dev.tenantmfa.login;

import dev.tenantmfa.assurance.flow.FlowStep;
import dev.tenantmfa.factor.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestedMethodsTest {

    private static final List<FlowStep> STEPS = List.of(
            new FlowStep("tmfa-tenant-login-form", 1, Map.of()),
            step(2, "totp##sms"),
            step(3, "security-key##passkey"),
            step(3, "passkey"),
            step(4, "security-key"));

    @Test
    void firstStepOfTheRequestedLevelDecides() {
        assertThat(RequestedMethods.upTo(3, STEPS)).isEqualTo(Set.of(Method.SECURITY_KEY, Method.PASSKEY));
        assertThat(RequestedMethods.upTo(4, STEPS)).isEqualTo(Set.of(Method.SECURITY_KEY));
    }

    @Test
    void levelWithoutAStepIsThatBelow() {
        assertThat(RequestedMethods.upTo(9, STEPS)).isEqualTo(Set.of(Method.SECURITY_KEY));
        assertThat(RequestedMethods.upTo(1, STEPS)).isEmpty();
    }

    @Test
    void orderOfLevelsInTheFlowDoesNotMatter() {
        assertThat(RequestedMethods.upTo(3, List.of(step(3, "passkey"), step(2, "totp"))))
                .isEqualTo(Set.of(Method.PASSKEY));
    }

    private static FlowStep step(int level, String methods) {
        return new FlowStep(SecondFactorStepFactory.PROVIDER_ID, level, Map.of("methods", methods));
    }
}
