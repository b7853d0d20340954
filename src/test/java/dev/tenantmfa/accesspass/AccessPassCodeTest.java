package dev.tenantmfa.accesspass;

import dev.tenantmfa.factor.CodeInput;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AccessPassCodeTest {

    @Test
    void codeIsTwelveCharactersOfCrockfordsBase32InGroupsOfFour() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            AccessPassCode code = AccessPassCode.generate();
            assertThat(code.grouped()).matches("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}");
            assertThat(code.grouped().replace("-", "")).isEqualTo(code.text());
            codes.add(code.text());
        }
        assertThat(codes).hasSize(200);
        assertThat(String.join("", codes).chars().distinct())
                .as("all 32 characters occur")
                .hasSize(32);
    }

    @Test
    void codeIsReadInAnyCaseAndWithAnySeparators() {
        AccessPassCode code = AccessPassCode.generate();
        String small = code.grouped().toLowerCase(Locale.ROOT);

        for (String typed : new String[] {
            code.text(),
            code.grouped(),
            small,
            small.replace('-', ' '),
            " " + small + "\n",
            "\u201c" + small + "\u201d."
        }) {
            assertThat(read(typed)).as(typed).contains(code);
        }
    }

    @Test
    void lettersThatAreTakenForDigitsAreThoseDigits() {
        AccessPassCode digits = new AccessPassCode("000011112345");

        assertThat(read("OoO0-IiLl-2345")).contains(digits);
        assertThat(read("0000-1111-2345")).contains(digits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "123456",
                "1234567890",
                "0000-0000-000",
                "0000-0000-00000",
                "UUUU-UUUU-UUUU",
                "0000-0000-000U",
                "0000-0000-000\u0131",
                "0000-0000-000\u00c4",
                "0000_0000_0000",
                "0000-0000-000$0"
            })
    void whatHasAnotherShapeIsNoCode(String typed) {
        assertThat(read(typed)).isEmpty();
    }

    @Test
    void codeIsNotShownByAccident() {
        AccessPassCode code = AccessPassCode.generate();

        assertThat(code.toString()).doesNotContain(code.text(), code.grouped());
    }

    private static Optional<AccessPassCode> read(String typed) {
        return CodeInput.of(typed).flatMap(input -> AccessPassCode.of(input.text()));
    }
}
