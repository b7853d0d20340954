package dev.tenantmfa.platform.setting;

import dev.tenantmfa.fixture.RealmFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BooleanSettingTest {

    private static final BooleanSetting ON = Setting.key("some.key").or(true);
    private static final BooleanSetting OFF = Setting.key("some.key").or(false);

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "' true ', true", "false, false", "False, false"})
    void trueAndFalseAreUsed(String value, boolean expected) {
        assertThat(ON.in(Map.of("some.key", value))).isEqualTo(expected);
        assertThat(OFF.in(Map.of("some.key", value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "yes", "no", "0", "1", "on", "off", "truee"})
    void anythingElseIsTheDefault(String value) {
        RealmFixture keycloak = new RealmFixture();
        keycloak.setAttribute("some.key", value);

        assertThat(ON.in(keycloak.realm)).isTrue();
        assertThat(OFF.in(keycloak.realm)).isFalse();
    }

    @Test
    void missingConfigIsTheDefault() {
        assertThat(ON.in((Map<String, String>) null)).isTrue();
        assertThat(OFF.in(Map.of())).isFalse();
    }

    @Test
    void consoleShowsTheDefault() {
        assertThat(ON.property().getName()).isEqualTo("some.key");
        assertThat(ON.property().getDefaultValue()).isEqualTo(true);
    }
}
