package dev.tenantmfa.message;

import dev.tenantmfa.fixture.Property;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PhoneNumberPropertiesTest {

    @Test
    void textIsANumberOfThePlanOrNone() {
        Property.holds(inputs -> {
            String typed =
                    inputs.oneOf(inputs.text(12), inputs.oneOf("+", "00", "") + inputs.of("0123456789 -./()", 0, 45));

            Optional<PhoneNumber> number = PhoneNumber.parse(typed);

            number.ifPresent(found -> {
                assertThat(found.e164()).matches("\\+[1-9][0-9]{7,14}");
                assertThat(PhoneNumber.parse(found.e164())).contains(found);
            });
        });
    }

    @Test
    void separatorsDoNotMatterAndTheMaskHidesTwoDigitsOrMore() {
        Property.holds(inputs -> {
            String digits = inputs.of("123456789", 1, 1) + inputs.of("0123456789", 7, 14);
            StringBuilder typed = new StringBuilder(inputs.oneOf("+", "00"));
            int left = 20;
            for (char digit : digits.toCharArray()) {
                String separator = left-- > 0 ? inputs.oneOf("", "", " ", "-", ".", "/", "\u00a0") : "";
                typed.append(digit).append(separator);
            }

            PhoneNumber number = PhoneNumber.parse(typed.toString()).orElseThrow();

            assertThat(number.e164()).isEqualTo("+" + digits);
            String shown = number.masked().replace("***", "");
            assertThat(digits.length() + 1 - shown.length()).isGreaterThanOrEqualTo(2);
            assertThat(number).hasToString(number.masked());
        });
    }

    @Test
    void maskOfAnAddressShowsTwoCharactersOfItsLocalPart() {
        Property.holds(inputs -> {
            String local = inputs.text(10).replace("@", "");
            String masked = MaskedAddress.of(local + "@example.test");

            assertThat(masked).endsWith("@example.test").contains("***");
            assertThat(masked.replace("***", "").codePointCount(0, masked.length() - 3) - "@example.test".length())
                    .isLessThanOrEqualTo(2);
            assertThat(MaskedAddress.of(inputs.text(10))).contains("***");
        });
    }
}
