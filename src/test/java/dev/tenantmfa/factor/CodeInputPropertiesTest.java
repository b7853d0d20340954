package dev.tenantmfa.factor;

import dev.tenantmfa.fixture.Property;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CodeInputPropertiesTest {

    @Test
    void whateverIsTypedIsShortAndWithoutSeparators() {
        Property.holds(inputs -> {
            String typed = inputs.text(120);

            Optional<CodeInput> input = CodeInput.of(typed);

            assertThat(input.map(code -> code.text().length()).orElse(0)).isLessThanOrEqualTo(CodeInput.MAX_LENGTH + 1);
            input.ifPresent(code -> {
                assertThat(code.text()).isNotEmpty();
                assertThat(CodeInput.of(code.text()).orElseThrow().text()).isEqualTo(code.text());
                int length = code.text().length();
                assertThat(code.isDigits(length)).isEqualTo(code.text().matches("[0-9]+"));
                assertThat(code.isLettersOrDigits(length)).isEqualTo(code.text().matches("[0-9A-Za-z]+"));
                assertThat(code.isDigits(length + 1)).isFalse();
            });
        });
    }

    @Test
    void whatNobodySeesAnywhereAndPunctuationAroundDoNotMatter() {
        String[] invisible = {
            "\u200B",
            "\u200C",
            "\u200D",
            "\u2060",
            "\uFEFF",
            "\u00AD",
            "\u202A",
            "\u202E",
            "\u2069",
            "\u061C",
            "\u180E",
            "\uFE0F",
            "\u034F",
            "\u3164",
            "\u115F",
            "\u2800",
            "\u0000",
            "\u007F",
            "\uDB40\uDC20"
        };
        String[] around = {
            "", ".", ",", "!", "\u3002", "\"", "'", "\u201C", "\u00BB", "(", ")", "[", "]", "<", ">", "*", "`", ":", "#"
        };
        int[] zeros = {'0', 0xFF10, 0x0660, 0x06F0, 0x0966, 0x0E50, 0x1D7CE};
        Property.holds(inputs -> {
            String code = inputs.of("0123456789", 6, 16);
            StringBuilder typed = new StringBuilder(inputs.oneOf(around)).append(inputs.oneOf(around));
            code.chars().forEach(digit -> {
                int zero = zeros[Math.floorMod(inputs.of("0123456", 1, 1).charAt(0), zeros.length)];
                typed.append(inputs.oneOf(invisible)).appendCodePoint(zero + digit - '0');
            });
            typed.append(inputs.oneOf(invisible)).append(inputs.oneOf(around));

            assertThat(CodeInput.of(typed.toString()).orElseThrow().text()).isEqualTo(code);
        });
    }

    @Test
    void separatorsAnywhereDoNotMatter() {
        Property.holds(inputs -> {
            String code = inputs.of("0123456789", 6, 16);
            StringBuilder typed = new StringBuilder();
            code.chars()
                    .forEach(digit -> typed.append((char) digit)
                            .append(inputs.oneOf("", " ", "-", "\u00a0", "\u2009", "\u2011", "\t\r\n", "\u2014")));

            assertThat(CodeInput.of(typed.toString()).orElseThrow().text()).isEqualTo(code);
        });
    }
}
