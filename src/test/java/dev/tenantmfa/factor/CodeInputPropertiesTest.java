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
