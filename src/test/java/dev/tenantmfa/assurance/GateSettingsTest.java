package dev.tenantmfa.assurance;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class GateSettingsTest {

    @ParameterizedTest
    @CsvSource({"'', false", "' ', false", "policy, false", "' policy ', false", "strict, true", "of, true"})
    void invalidModeCountsAsStrict(String value, boolean strict) {
        assertThat(GateSettings.isStrict(value)).isEqualTo(strict);
    }
}
