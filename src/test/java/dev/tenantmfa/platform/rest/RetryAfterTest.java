package dev.tenantmfa.platform.rest;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.5S, 1", "PT1S, 1", "PT90S, 90", "PT24H, 86400"})
    void headerIsWholeSecondsAndAtLeastOne(Duration wait, String seconds) {
        assertThat(RetryAfter.headers(wait)).containsEntry("Retry-After", seconds);
    }

    @Test
    void browsersOfOtherOriginsMayReadIt() {
        assertThat(Problem.tooMany("too_many", "Wait.", Duration.ofSeconds(5)).headers())
                .containsEntry("Access-Control-Expose-Headers", "Retry-After");
    }
}
