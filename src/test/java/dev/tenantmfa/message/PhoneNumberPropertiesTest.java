package dev.tenantmfa.message;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.tenantmfa.fixture.Inputs;
import dev.tenantmfa.fixture.Property;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PhoneNumberPropertiesTest {

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    private static final List<String> REGIONS =
            LIBRARY.getSupportedRegions().stream().sorted().toList();

    @Test
    void textIsANumberOfThePlanOrNone() {
        Property.holds(inputs -> {
            String typed =
                    inputs.oneOf(inputs.text(12), inputs.oneOf("+", "00", "") + inputs.of("0123456789 -./()", 0, 45));
            Optional<String> region = inputs.oneOf("", "x").isEmpty() ? Optional.empty() : Optional.of(region(inputs));

            Optional<PhoneNumber> number = PhoneNumber.parse(typed, region);

            number.ifPresent(found -> {
                assertThat(found.e164()).matches("\\+[1-9][0-9]{6,14}");
                assertThat(PhoneNumber.parse(found.e164(), Optional.empty())).contains(found);
            });
        });
    }

    @Test
    void numberOfEachCountryIsReadHoweverItIsWritten() {
        Property.holds(inputs -> {
            String region = region(inputs);
            Phonenumber.PhoneNumber example = LIBRARY.getExampleNumberForType(region, PhoneNumberType.MOBILE);
            if (example == null) {
                return;
            }
            String e164 = LIBRARY.format(example, PhoneNumberFormat.E164);
            String written = inputs.oneOf(
                    e164,
                    "00" + e164.substring(1),
                    LIBRARY.format(example, PhoneNumberFormat.INTERNATIONAL),
                    LIBRARY.format(example, PhoneNumberFormat.NATIONAL));

            PhoneNumber number = PhoneNumber.parse(scattered(inputs, written), Optional.of(region))
                    .orElseThrow();

            assertThat(number.e164()).isEqualTo(e164);
            String shown = number.masked().replace("***", "");
            assertThat(e164.length() - shown.length()).isGreaterThanOrEqualTo(2);
            assertThat(number).hasToString(number.masked());
            assertThat(PhoneNumber.ofStored(e164)).contains(number);
        });
    }

    @Test
    void trunkPrefixAfterTheCountryCodeIsDroppedWhereTheCountryDropsIt() {
        Property.holds(inputs -> {
            String region = region(inputs);
            Phonenumber.PhoneNumber example = LIBRARY.getExampleNumberForType(region, PhoneNumberType.MOBILE);
            String trunk = LIBRARY.getNddPrefixForRegion(region, true);
            if (example == null || trunk == null) {
                return;
            }
            String e164 = LIBRARY.format(example, PhoneNumberFormat.E164);
            int countryCode = example.getCountryCode();
            String national = e164.substring(1 + Integer.toString(countryCode).length());
            String typed = "+" + countryCode + inputs.oneOf(" " + trunk + " ", "(" + trunk + ")", trunk) + national;

            Optional<PhoneNumber> number = PhoneNumber.parse(typed, Optional.empty());

            number.ifPresent(found -> assertThat(found.e164()).isEqualTo(e164));
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

    private static String region(Inputs inputs) {
        return inputs.oneOf(REGIONS.toArray(new String[0]));
    }

    private static String scattered(Inputs inputs, String number) {
        StringBuilder typed = new StringBuilder();
        int left = 20;
        for (char c : number.toCharArray()) {
            String separator = left-- > 0
                    ? inputs.oneOf("", "", "", " ", "-", ".", "/", "\u00a0", "\u200b", "\u202c", "\u2011")
                    : "";
            typed.append(c).append(separator);
        }
        return typed.toString();
    }
}
