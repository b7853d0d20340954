package dev.tenantmfa.message;

import java.util.Optional;
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
        "'  +49 (170) 123.4567 ', +491701234567",
        "+1 (212) 555-0123, +12125550123",
        "+39 06 6982 1234, +390669821234",
        "+49\u00a0170\u20111234567, +491701234567",
        "+49 170 123\u221245\u221267, +491701234567",
        "+49 [170] 1234567, +491701234567"
    })
    void separatorsAreSkipped(String typed, String e164) {
        assertThat(parse(typed))
                .hasValueSatisfying(number -> assertThat(number.e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 170\uFE0F 1234567",
                "+49\u2800170\u28001234567",
                "+49\u3164170 1234567",
                "+49\u034F170 1234567",
                "\u2068+49 170 1234567\u2069",
                "+49\u00AD170\u180E1234567",
                "\uFF0B\uFF14\uFF19 170 1234567"
            })
    void whatNobodySeesIsSkipped(String typed) {
        assertThat(parse(typed))
                .hasValueSatisfying(number -> assertThat(number.e164()).isEqualTo("+491701234567"));
    }

    @ParameterizedTest
    @CsvSource({
        "+49 0176 1234567, +491761234567",
        "+49 (0)176 1234567, +491761234567",
        "+49 (0) 170 1234567, +491701234567",
        "0049 0176 1234567, +491761234567",
        "+44 (0)7911 123456, +447911123456",
        "+33 06 12 34 56 78, +33612345678",
        "+31 (0)6 12345678, +31612345678",
        "+43 (0)664 1234567, +436641234567",
        "+61 (0)412 345 678, +61412345678",
        "+81 090 1234 5678, +819012345678",
        "+7 8 916 123-45-67, +79161234567",
        "+36 06 20 123 4567, +36201234567",
        "+1 1 212 555 0123, +12125550123"
    })
    void trunkPrefixIsDropped(String typed, String e164) {
        assertThat(parse(typed))
                .hasValueSatisfying(number -> assertThat(number.e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @CsvSource({
        "+39 06 6982 1234, +390669821234",
        "+39 (0)6 6982 1234, +390669821234",
        "+39 02 1234 5678, +390212345678",
        "+39 340 123 4567, +393401234567",
        "+378 0549 886377, +3780549886377",
        "+225 07 01 23 45 67, +2250701234567"
    })
    void zeroOfTheNumberItselfStays(String typed, String e164) {
        assertThat(parse(typed))
                .hasValueSatisfying(number -> assertThat(number.e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @CsvSource({
        "\uff0b\uff14\uff19\u3000\uff11\uff17\uff10 1234567, +491701234567",
        "\u202a+49 170 1234567\u202c, +491701234567",
        "+49\u200b170\u2060123\ufeff4567, +491701234567",
        "+49 170 12\u00ad34567, +491701234567",
        "+\u0664\u0669\u0661\u0667\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667, +491701234567",
        "+\u096a\u096f 170 1234567, +491701234567"
    })
    void widthScriptAndInvisibleCharactersDoNotMatter(String typed, String e164) {
        assertThat(parse(typed))
                .hasValueSatisfying(number -> assertThat(number.e164()).isEqualTo(e164));
    }

    @ParameterizedTest
    @CsvSource({
        "DE, 0170 1234567, +491701234567",
        "DE, 170 1234567, +491701234567",
        "DE, 0049 170 1234567, +491701234567",
        "DE, 0039 06 6982 1234, +390669821234",
        "DE, +44 7911 123456, +447911123456",
        "IT, 06 6982 1234, +390669821234",
        "IT, 340 123 4567, +393401234567",
        "US, (212) 555-0123, +12125550123",
        "US, 1 212 555 0123, +12125550123",
        "US, 011 49 170 1234567, +491701234567",
        "US, 0049 170 1234567, +491701234567",
        "JP, 090-1234-5678, +819012345678",
        "JP, 010 49 170 1234567, +491701234567",
        "RU, 8 916 123-45-67, +79161234567"
    })
    void regionCompletesANumberWithoutCountryCode(String region, String typed, String e164) {
        assertThat(PhoneNumber.parse(typed, Optional.of(region)))
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
                "++491701234567",
                "+49170${code}123",
                "+49 170 1234567 ext. 12",
                "+49 170 1234567;ext=12",
                "tel:170-1234567;phone-context=+49",
                "+1 800 FLOWERS"
            })
    void whatIsNoInternationalNumberIsRefused(String typed) {
        assertThat(parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+49 170 1",
                "+49 170 12345678901",
                "+1 000 555 0123",
                "+1 212 055 0123",
                "+44 7911 1234",
                "+33 6 12 34 56",
                "+999 123 456 789",
                "+210 123 456 789",
                "+45 0 12 34 56 78",
                "+86 000 0000 0000"
            })
    void numberThatCannotExistIsRefused(String typed) {
        assertThat(parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+491701234567, +491701234567",
        "+4901761234567, +491761234567",
        "+390669821234, +390669821234",
        "+49011, ",
        "+99912345678, +99912345678",
        "0491701234567, "
    })
    void storedNumberIsReadEvenIfItCannotExistAnyMore(String stored, String e164) {
        assertThat(PhoneNumber.ofStored(stored).map(PhoneNumber::e164)).isEqualTo(Optional.ofNullable(e164));
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
        "+971501234567, +971501***67",
        "+39066982, +39***82",
        "+29012345, +290***45"
    })
    void maskShowsCountryThreeDigitsAndTwo(String e164, String masked) {
        PhoneNumber number = PhoneNumber.ofStored(e164).orElseThrow();

        assertThat(number.masked()).isEqualTo(masked);
        assertThat(number).hasToString(masked);
    }

    private static Optional<PhoneNumber> parse(String typed) {
        return PhoneNumber.parse(typed, Optional.empty());
    }
}
