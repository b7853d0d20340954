package dev.tenantmfa.factor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CodeInputTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                " 123456 ",
                "123 456",
                "123-456",
                "123\u00A0456",
                "123\u2009456",
                "123\u2013456",
                "1 2-3\t4\n5\u20116",
                "\u200B123456",
                "123\u200D456\uFEFF",
                "\u2066123456\u2069",
                "123\u00AD456",
                "1\uFE0F2\uFE0F3456",
                "123\u3164456",
                "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16",
                "\u0661\u0662\u0663\u0664\u0665\u0666",
                "\u06F1\u06F2\u06F3\u06F4\u06F5\u06F6",
                "\u0967\u0968\u0969\u096A\u096B\u096C",
                "123456.",
                "(123456)",
                "\u201E123456\u201C",
                "\u00AB 123456 \u00BB,",
                "`123456`",
                "**123456**",
                "123\u2212456"
            })
    void blanksHyphensAndDashesDoNotMatter(String raw) {
        assertThat(input(raw).text()).isEqualTo("123456");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "-", " - \u2014 \u00A0\t\r\n", "\u200B", "...", "\u2800\uFEFF()"})
    void nothingButSeparatorsIsNoInput(String raw) {
        assertThat(CodeInput.of(raw)).isEmpty();
    }

    @Test
    void megabytesOfSeparatorsAreNoInput() {
        assertThat(CodeInput.of(" ".repeat(5_000_000))).isEmpty();
    }

    @Test
    void longestCodeIsKeptWhole() {
        assertThat(input("7".repeat(64)).isDigits(64)).isTrue();
    }

    @Test
    void whatIsTooLongIsCutAndNeverTakenForACode() {
        CodeInput input = input("7".repeat(5_000_000));

        assertThat(input.text()).hasSize(65);
        for (int length = 0; length <= 64; length++) {
            assertThat(input.isDigits(length)).isFalse();
            assertThat(input.isLettersOrDigits(length)).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "123456, 6, true",
        "000000, 6, true",
        "999999, 6, true",
        "12345, 6, false",
        "1234567, 6, false",
        "12345a, 6, false",
        "12345/, 6, false",
        "12345:, 6, false",
        "12:345, 5, false",
        "12345\u4E00, 6, false"
    })
    void onlyDigitsOfThatLengthAreDigits(String raw, int length, boolean digits) {
        assertThat(input(raw).isDigits(length)).isEqualTo(digits);
    }

    @ParameterizedTest
    @CsvSource({
        "azAZ09, 6, true",
        "azAZ0, 6, false",
        "azAZ09a, 6, false",
        "azAZ0/, 6, false",
        "azAZ0:, 6, false",
        "azAZ0@, 6, false",
        "azAZ0[, 6, false",
        "azAZ0`, 6, false",
        "azAZ0{, 6, false",
        "azAZ0\u00E4, 6, false",
        "azAZ0\u0131, 6, false",
        "\uFF41zAZ09, 6, true"
    })
    void onlyAsciiLettersAndDigitsOfThatLengthAreLettersOrDigits(String raw, int length, boolean allowed) {
        assertThat(input(raw).isLettersOrDigits(length)).isEqualTo(allowed);
    }

    @Test
    void codeIsNotShown() {
        assertThat(input("123456").toString()).isEqualTo("CodeInput[hidden]");
    }

    private static CodeInput input(String raw) {
        return CodeInput.of(raw).orElseThrow();
    }
}
