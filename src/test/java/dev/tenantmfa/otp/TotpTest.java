package dev.tenantmfa.otp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TotpTest {

    private static final long UNUSED = -1;
    private static final TotpParameters SIX_DIGITS = new TotpParameters(6, 30, TotpAlgorithm.SHA1);

    /** Steps of the RFC's SHA-1 secret whose codes are special; found by trying. */
    private static final long STEP_OF_000000 = 349495;

    private static final long STEP_OF_000039 = 25193;
    private static final long FIRST_STEP_OF_911617 = 910737;

    @ParameterizedTest
    @CsvSource({
        "59,          SHA1,   94287082",
        "59,          SHA256, 46119246",
        "59,          SHA512, 90693936",
        "1111111109,  SHA1,   07081804",
        "1111111109,  SHA256, 68084774",
        "1111111109,  SHA512, 25091201",
        "1111111111,  SHA1,   14050471",
        "1111111111,  SHA256, 67062674",
        "1111111111,  SHA512, 99943326",
        "1234567890,  SHA1,   89005924",
        "1234567890,  SHA256, 91819424",
        "1234567890,  SHA512, 93441116",
        "2000000000,  SHA1,   69279037",
        "2000000000,  SHA256, 90698825",
        "2000000000,  SHA512, 38618901",
        "20000000000, SHA1,   65353130",
        "20000000000, SHA256, 77737706",
        "20000000000, SHA512, 47863826"
    })
    void rfc6238AppendixBHolds(long epochSecond, TotpAlgorithm algorithm, String code) {
        Totp totp = new Totp(new TotpParameters(8, 30, algorithm), rfcSecret(algorithm));
        Instant now = Instant.ofEpochSecond(epochSecond);

        assertThat(totp.codeAt(totp.stepAt(now))).isEqualTo(code);
        assertThat(totp.match(code, now, 0, UNUSED)).hasValue(epochSecond / 30);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 755224",
        "1, 287082",
        "2, 359152",
        "3, 969429",
        "4, 338314",
        "5, 254676",
        "6, 287922",
        "7, 162583",
        "8, 399871",
        "9, 520489"
    })
    void rfc4226AppendixDHolds(long counter, String code) {
        assertThat(totp().codeAt(counter)).isEqualTo(code);
    }

    @Test
    void sevenDigitsAreTheLastSevenOfEight() {
        Totp seven = new Totp(new TotpParameters(7, 30, TotpAlgorithm.SHA1), rfcSecret(TotpAlgorithm.SHA1));

        assertThat(seven.codeAt(1)).isEqualTo("4287082");
    }

    @Test
    void leadingZerosAreKept() {
        assertThat(totp().codeAt(STEP_OF_000039)).isEqualTo("000039");
        assertThat(totp().match("000039", startOf(STEP_OF_000039), 0, UNUSED)).hasValue(STEP_OF_000039);
    }

    @Test
    void codeWithoutItsLeadingZerosIsRefused() {
        assertThat(totp().match("39", startOf(STEP_OF_000039), 0, UNUSED)).isEmpty();
    }

    @Test
    void allZerosIsACode() {
        assertThat(totp().codeAt(STEP_OF_000000)).isEqualTo("000000");
        assertThat(totp().match("000000", startOf(STEP_OF_000000), 0, UNUSED)).hasValue(STEP_OF_000000);
    }

    @Test
    void allZerosIsRefusedWhereItIsNotTheCode() {
        assertThat(totp().match("000000", startOf(1000), 1, UNUSED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "29, 0", "30, 1", "59, 1", "60, 2", "-1, -1", "-30, -1", "-31, -2"})
    void stepIsTheNumberOfWholePeriodsSince1970(long epochSecond, long step) {
        assertThat(totp().stepAt(Instant.ofEpochSecond(epochSecond))).isEqualTo(step);
    }

    @Test
    void periodIsHonoured() {
        Totp minute = new Totp(new TotpParameters(6, 60, TotpAlgorithm.SHA1), rfcSecret(TotpAlgorithm.SHA1));

        assertThat(minute.stepAt(Instant.ofEpochSecond(119))).isEqualTo(1);
        assertThat(minute.match("287082", Instant.ofEpochSecond(119), 0, UNUSED))
                .hasValue(1);
        assertThat(minute.match("287082", Instant.ofEpochSecond(59), 0, UNUSED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-2, false", "-1, true", "0, true", "1, true", "2, false"})
    void windowOfOneIsOneStepEitherSide(long offset, boolean accepted) {
        String code = totp().codeAt(1000 + offset);

        assertThat(totp().match(code, startOf(1000), 1, UNUSED).isPresent()).isEqualTo(accepted);
    }

    @Test
    void windowOfZeroIsTheStepOfNowAlone() {
        assertThat(totp().match(totp().codeAt(1000), startOf(1000), 0, UNUSED)).hasValue(1000);
        assertThat(totp().match(totp().codeAt(999), startOf(1000), 0, UNUSED)).isEmpty();
        assertThat(totp().match(totp().codeAt(1001), startOf(1000), 0, UNUSED)).isEmpty();
    }

    @Test
    void codeIsGoodToTheLastMillisecondOfItsWindow() {
        String code = totp().codeAt(1000);

        assertThat(totp().match(code, startOf(1002).minusMillis(1), 1, UNUSED)).hasValue(1000);
        assertThat(totp().match(code, startOf(1002), 1, UNUSED)).isEmpty();
        assertThat(totp().match(code, startOf(999), 1, UNUSED)).hasValue(1000);
        assertThat(totp().match(code, startOf(999).minusMillis(1), 1, UNUSED)).isEmpty();
    }

    @Test
    void reusedCodeIsRefused() {
        assertThat(totp().match(totp().codeAt(1000), startOf(1000), 1, 1000)).isEmpty();
    }

    @Test
    void codeOfAnEarlierStepThanTheLastUsedOneIsRefused() {
        assertThat(totp().match(totp().codeAt(999), startOf(1000), 1, 1000)).isEmpty();
    }

    @Test
    void codeOfALaterStepThanTheLastUsedOneIsAccepted() {
        assertThat(totp().match(totp().codeAt(1000), startOf(1000), 1, 999)).hasValue(1000);
    }

    @Test
    void codeOfTwoStepsIsGoodOnce() {
        String code = "911617";
        Instant now = startOf(FIRST_STEP_OF_911617);
        assertThat(totp().codeAt(FIRST_STEP_OF_911617)).isEqualTo(code);
        assertThat(totp().codeAt(FIRST_STEP_OF_911617 + 1)).isEqualTo(code);

        long used = totp().match(code, now, 1, UNUSED).orElseThrow();

        assertThat(totp().match(code, now, 1, used)).isEmpty();
    }

    @Test
    void nothingMatchesBefore1970() {
        assertThat(totp().match(totp().codeAt(0), Instant.ofEpochSecond(-60), 1, UNUSED))
                .isEmpty();
    }

    @Test
    void firstStepMatchesFromTheStepBeforeIt() {
        assertThat(totp().match(totp().codeAt(0), Instant.ofEpochSecond(-1), 1, UNUSED))
                .hasValue(0);
        assertThat(totp().match(totp().codeAt(0), Instant.EPOCH, 1, UNUSED)).hasValue(0);
    }

    @Test
    void negativeStepHasNoCode() {
        assertThatThrownBy(() -> totp().codeAt(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "28708",
                "2870822",
                "287082 ",
                " 287082",
                "28 7082",
                "+87082",
                "-87082",
                "0x4616",
                "28708\u0000",
                "\uFF12\uFF18\uFF17\uFF10\uFF18\uFF12",
                "\u0662\u0668\u0667\u0660\u0668\u0662"
            })
    void whatIsNotTheVeryDigitsIsRefused(String code) {
        assertThat(totp().match(code, startOf(1), 0, UNUSED)).isEmpty();
    }

    @Test
    void codesOfSecretsOfAnyLengthAreOfThatSecret() {
        Set<String> codes = new HashSet<>();
        for (int length = 1; length <= 80; length++) {
            byte[] key = new byte[length];
            key[length - 1] = (byte) 0xFF;
            codes.add(new Totp(new TotpParameters(8, 30, TotpAlgorithm.SHA1), TotpSecret.ofBytes(key)).codeAt(1));
        }

        assertThat(codes).hasSize(80);
    }

    @Test
    void parametersOfTwoCredentialsDoNotMix() {
        TotpSecret secret = rfcSecret(TotpAlgorithm.SHA1);
        assertThat(new Totp(new TotpParameters(8, 30, TotpAlgorithm.SHA1), secret).codeAt(1))
                .isEqualTo("94287082");
        assertThat(new Totp(new TotpParameters(6, 30, TotpAlgorithm.SHA1), secret).codeAt(1))
                .isEqualTo("287082");
        assertThat(new Totp(new TotpParameters(6, 30, TotpAlgorithm.SHA256), secret).codeAt(1))
                .isNotEqualTo("287082");
    }

    private static Totp totp() {
        return new Totp(SIX_DIGITS, rfcSecret(TotpAlgorithm.SHA1));
    }

    private static Instant startOf(long step) {
        return Instant.ofEpochSecond(step * 30);
    }

    /** The ASCII digits 1234567890 over and over, as long as the hash (RFC 6238, Appendix A). */
    private static TotpSecret rfcSecret(TotpAlgorithm algorithm) {
        int length = switch (algorithm) {
            case SHA1 -> 20;
            case SHA256 -> 32;
            case SHA512 -> 64;
        };
        return TotpSecret.ofBytes("1234567890".repeat(7).substring(0, length).getBytes(StandardCharsets.US_ASCII));
    }
}
