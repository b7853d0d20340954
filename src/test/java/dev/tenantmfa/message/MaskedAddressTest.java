package dev.tenantmfa.message;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaskedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "alice@example.com, a***e@example.com",
        "ab@example.com, a***@example.com",
        "a@example.com, a***@example.com",
        "@example.com, ***@example.com",
        "\"odd@local\"@example.com, \"***\"@example.com",
        "\ud83d\ude00lice\ud83d\ude01@example.com, \ud83d\ude00***\ud83d\ude01@example.com"
    })
    void onlyTheEndsOfTheLocalPartAreShown(String address, String masked) {
        assertThat(MaskedAddress.of(address)).isEqualTo(masked);
    }
}
