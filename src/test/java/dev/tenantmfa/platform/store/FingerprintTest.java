package dev.tenantmfa.platform.store;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FingerprintTest {

    /** The first two are of FIPS 180-4 (NIST's example values); the last one is in UTF-8. */
    @ParameterizedTest
    @CsvSource({
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ü, 607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f"
    })
    void fingerprintIsSha256InHexadecimalDigits(String text, String fingerprint) {
        assertThat(Fingerprint.of(text)).isEqualTo(fingerprint);
    }
}
