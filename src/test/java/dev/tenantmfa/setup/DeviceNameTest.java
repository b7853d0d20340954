package dev.tenantmfa.setup;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeviceNameTest {

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\u00A0", "\u3000\t\n"})
    void blankNameIsNone(String raw) {
        assertThat(DeviceName.normalize(raw)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'  Phone ', Phone",
        "'\u00A0Phone\u2003', Phone",
        "\uFF30hone, Phone",
        "Pho\uFB01, Phofi",
        "A\u0308pfel, \u00C4pfel",
        "My  phone, My  phone"
    })
    void nameIsTrimmedAndInNfkc(String raw, String name) {
        assertThat(DeviceName.normalize(raw)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Phone",
                "Handy von J\u00F6rg (2)",
                "<b>\"&'</b>",
                "O'Neil {1} $2 <3",
                "\u2764\uFE0F",
                "\u624B\u6A5F",
                "\uD83D\uDCF1"
            })
    void whatCanBeSeenIsAllowed(String name) {
        assertThat(DeviceName.isAllowed(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\u3164b",
                "\u2800",
                "a\u034Fb",
                "${doLogIn}",
                "a\nb",
                "a\u007Fb",
                "a\u0085b",
                "a\u200Bb",
                "a\u202Eb",
                "a\uFEFFb",
                "a\u2028b",
                "a\u2029b",
                "a\uE000b",
                "a\uD83Db",
                "a\uFFFFb"
            })
    void whatCannotBeSeenIsRefused(String name) {
        assertThat(DeviceName.isAllowed(name)).isFalse();
    }

    @Test
    void lengthIsCountedInCharactersAsPeopleTypeThem() {
        assertThat(DeviceName.isAllowed("x".repeat(64))).isTrue();
        assertThat(DeviceName.isAllowed("x".repeat(65))).isFalse();
        assertThat(DeviceName.isAllowed("\uD83D\uDCF1".repeat(64))).isTrue();
        assertThat(DeviceName.isAllowed("\uD83D\uDCF1".repeat(65))).isFalse();
    }
}
