package dev.tenantmfa.message;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PhoneNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+491701234567, +491701234567",
        "+49 170 123-45 67, +491701234567",
        "0049170/1234567, +491701234567",
        "+49 (0)170 1234567, +491701234567",
        "'  +49 (170) 123.4567 ', +491701234567",
        "+1 (212) 555-0123, +12125550123",
        "+39 06 6982, +39066982",
        "+49\u00a0170\u20111234567, +491701234567"
    })
    void separatorsAreSkipped(String typed, String e164) {
        assertThat(PhoneNumber.parse(typed))
                .hasValueSatisfying(number -> assertThat(number.e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "0170 1234567",
                "491701234567",
                "+",
                "+49",
                "+4917012",
                "+4917012345678901",
                "+0170123456789",
                "+49170123456a",
                "+49+1701234567",
                "+\u0664\u0669\u0661\u0667\u0660\u0661\u0662\u0663\u0664\u0665",
                "+49170${code}123"
            })
    void whatIsNoInternationalNumberIsRefused(String typed) {
        assertThat(PhoneNumber.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+491701234567, +49170***67",
        "+12125550123, +1212***23",
        "+79161234567, +7916***67",
        "+447911123456, +44791***56",
        "+353861234567, +353861***67",
        "+420601123456, +420601***56",
        "+8613912345678, +86139***78",
        "+97150123456, +971501***56",
        "+39066982, +39***82",
        "+29012345, +290***45"
    })
    void maskShowsCountryThreeDigitsAndTwo(String e164, String masked) {
        PhoneNumber number = PhoneNumber.parse(e164).orElseThrow();

        assertThat(number.masked()).isEqualTo(masked);
        assertThat(number).hasToString(masked);
    }
}
