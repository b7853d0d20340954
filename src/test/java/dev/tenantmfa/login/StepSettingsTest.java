package dev.tenantmfa.login;

import dev.tenantmfa.factor.Method;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StepSettingsTest {

    @Test
    void withoutConfigurationAllMethodsCountForThoseWhoMust() {
        StepSettings settings = StepSettings.of(Map.of());

        assertThat(settings.methods())
                .containsExactlyInAnyOrder(
                        Method.TOTP, Method.BACKUP_CODE, Method.SMS, Method.EMAIL, Method.SECURITY_KEY, Method.PASSKEY);
        assertThat(settings.asksEverybody()).isFalse();
        assertThat(settings.freshOnly()).isFalse();
    }

    @Test
    void chosenMethodsAreReadAsTheConsoleStoresThem() {
        assertThat(StepSettings.of(Map.of("methods", "sms##email")).methods())
                .isEqualTo(Set.of(Method.SMS, Method.EMAIL));
    }

    @Test
    void methodsThatAStepCannotAskForDoNotLeaveItWithNone() {
        for (String odd : new String[] {"", "##", "upstream", "access-pass", "TOTP", "carrier-pigeon"}) {
            assertThat(StepSettings.of(Map.of("methods", odd)).methods())
                    .as(odd)
                    .isEqualTo(StepSettings.of(Map.of()).methods());
        }
    }
}
