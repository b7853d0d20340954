package dev.tenantmfa.factor;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class VerificationTest {

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "59, 1", "60, 1", "61, 2", "120, 2", "121, 3", "3600, 60", "86400, 1440"})
    void minutesAreRoundedUpAndAtLeastOne(long seconds, long minutes) {
        assertThat(new Verification.Blocked(Duration.ofSeconds(seconds)).minutes())
                .isEqualTo(minutes);
    }

    @ParameterizedTest
    @CsvSource({"60, 1 minute.", "61, 2 minutes."})
    void blockedUsersAreToldHowLongToWait(long seconds, String wait) {
        assertThat(new Verification.Blocked(Duration.ofSeconds(seconds)).description())
                .isEqualTo("Too many attempts. Try again in " + wait);
    }
}
