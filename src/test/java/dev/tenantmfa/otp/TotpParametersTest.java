package dev.tenantmfa.otp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TotpParametersTest {

    @ParameterizedTest
    @CsvSource({"6, 30", "8, 30", "6, 1", "6, 3600"})
    void boundsAreAllowed(int digits, int period) {
        TotpParameters parameters = new TotpParameters(digits, period, TotpAlgorithm.SHA1);

        assertThat(parameters.digits()).isEqualTo(digits);
        assertThat(parameters.periodSeconds()).isEqualTo(period);
    }

    @ParameterizedTest
    @CsvSource({"5, 30", "9, 30", "0, 30", "-6, 30", "6, 0", "6, -30", "6, 3601"})
    void whatIsOutOfBoundsIsRefused(int digits, int period) {
        assertThatThrownBy(() -> new TotpParameters(digits, period, TotpAlgorithm.SHA1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "HmacSHA1, SHA1",
        "SHA1, SHA1",
        "hmacsha256, SHA256",
        "SHA256, SHA256",
        "HmacSHA512, SHA512",
        "sha512, SHA512"
    })
    void algorithmIsFoundByEitherNameInAnyCase(String name, TotpAlgorithm algorithm) {
        assertThat(TotpAlgorithm.of(name)).isEqualTo(algorithm);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "MD5", "SHA-1", "HmacSHA224"})
    void otherAlgorithmIsRefused(String name) {
        assertThatThrownBy(() -> TotpAlgorithm.of(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void algorithmHasTheNamesOfItsTwoUsers() {
        assertThat(TotpAlgorithm.SHA256.macName()).isEqualTo("HmacSHA256");
        assertThat(TotpAlgorithm.SHA256.uriName()).isEqualTo("SHA256");
    }
}
