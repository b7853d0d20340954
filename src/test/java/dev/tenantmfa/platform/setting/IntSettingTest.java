package dev.tenantmfa.platform.setting;

import dev.tenantmfa.fixture.RealmFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IntSettingTest {

    private static final IntSetting SETTING =
            Setting.key("some.key").range(1, 100).or(10).label("Label").help("So many.");

    @ParameterizedTest
    @CsvSource({"1, 1", "100, 100", "42, 42", "' 42 ', 42", "+42, 42", "007, 7"})
    void numberWithinBoundsIsUsed(String value, int expected) {
        assertThat(SETTING.in(Map.of("some.key", value))).isEqualTo(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "0", "101", "-5", "99999999999", "ten", "1.5", "10 s", "0x10", "NaN"})
    void anythingElseIsTheDefault(String value) {
        RealmFixture keycloak = new RealmFixture();
        keycloak.setAttribute("some.key", value);

        assertThat(SETTING.in(keycloak.realm)).isEqualTo(10);
    }

    @Test
    void missingConfigIsTheDefault() {
        assertThat(SETTING.in((Map<String, String>) null)).isEqualTo(10);
        assertThat(SETTING.in(Map.of("other.key", "7"))).isEqualTo(10);
    }

    @Test
    void realmAttributeIsReadByItsKey() {
        RealmFixture keycloak = new RealmFixture();
        keycloak.setAttribute("some.key", "7");

        assertThat(SETTING.in(keycloak.realm)).isEqualTo(7);
    }

    @Test
    void consoleShowsDefaultAndBounds() {
        assertThat(SETTING.property().getName()).isEqualTo("some.key");
        assertThat(SETTING.property().getLabel()).isEqualTo("Label");
        assertThat(SETTING.property().getHelpText()).isEqualTo("So many. Allowed values: 1 to 100.");
        assertThat(SETTING.property().getDefaultValue()).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 101})
    void defaultOutOfBoundsIsAMistakeOfOurs(int defaultValue) {
        assertThatThrownBy(() -> Setting.key("some.key").range(1, 100).or(defaultValue))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
