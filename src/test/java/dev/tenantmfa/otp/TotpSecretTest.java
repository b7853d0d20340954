package dev.tenantmfa.otp;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.SecretGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TotpSecretTest {

    @ParameterizedTest
    @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB", "foobar, MZXW6YTBOI"})
    void rfc4648TestVectorsHoldWithoutPadding(String key, String base32) {
        TotpSecret secret = TotpSecret.ofBytes(key.getBytes(StandardCharsets.US_ASCII));

        assertThat(secret.base32()).isEqualTo(base32);
        assertThat(TotpSecret.ofBase32(base32)).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"MZXW6YTBOI", "mzxw6ytboi", "MZXW6YTBOI======", "MZXW 6YTB OI", "mzxw-6ytb-oi", "\tMZXW6YTBOI\n"
            })
    void blanksHyphensPaddingAndCaseDoNotMatter(String base32) {
        assertThat(TotpSecret.ofBase32(base32).bytes()).isEqualTo("foobar".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MZXW1",
                "MZXW8",
                "MZXW0",
                "MZ+W",
                "MZ/W",
                "MZ.W",
                "\u00DF",
                "\u0131ZXW6",
                "MZXW\u00C4",
                "\uD83D\uDE00"
            })
    void whatIsNoBase32IsRefusedAndNotShown(String base32) {
        assertThatThrownBy(() -> TotpSecret.ofBase32(base32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining(base32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "====", "- -"})
    void emptySecretIsRefused(String base32) {
        assertThatThrownBy(() -> TotpSecret.ofBase32(base32)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void emptyKeyIsRefused() {
        assertThatThrownBy(() -> TotpSecret.ofBytes(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyKeySurvivesBase32() {
        Random random = new Random(7);
        for (int length = 1; length <= 64; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);

            assertThat(TotpSecret.ofBase32(TotpSecret.ofBytes(key).base32()).bytes())
                    .isEqualTo(key);
        }
    }

    @Test
    void generatedSecretsHave160BitAndDiffer() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            TotpSecret secret = TotpSecret.generate(SecretGenerator.getInstance()::randomBytes);
            assertThat(secret.bytes()).hasSize(20);
            assertThat(secret.base32()).hasSize(32);
            seen.add(secret.base32());
        }
        assertThat(seen).hasSize(100);
    }

    @Test
    void groupsAreOfFourAndTheRest() {
        assertThat(TotpSecret.ofBase32("MZXW6YTBOI").groups()).containsExactly("MZXW", "6YTB", "OI");
        assertThat(TotpSecret.ofBase32("MZXW6YTB").groups()).containsExactly("MZXW", "6YTB");
    }

    @Test
    void keyIsCopiedInAndOut() {
        byte[] key = {1, 2, 3};
        TotpSecret secret = TotpSecret.ofBytes(key);
        key[0] = 9;
        secret.bytes()[1] = 9;

        assertThat(secret.bytes()).containsExactly(1, 2, 3);
    }

    @Test
    void nothingIsShownByToString() {
        TotpSecret secret = TotpSecret.ofBase32("MZXW6YTBOI");

        assertThat(secret.toString()).isEqualTo("TotpSecret[hidden]");
    }

    @Test
    void secretsAreEqualByTheirKey() {
        TotpSecret secret = TotpSecret.ofBytes(new byte[] {1, 2});

        assertThat(secret)
                .isEqualTo(TotpSecret.ofBytes(new byte[] {1, 2}))
                .hasSameHashCodeAs(TotpSecret.ofBytes(new byte[] {1, 2}))
                .isNotEqualTo(TotpSecret.ofBytes(new byte[] {1, 3}))
                .isNotEqualTo(null)
                .isNotEqualTo("AEBA");
        assertThat(secret.hashCode())
                .isNotEqualTo(TotpSecret.ofBytes(new byte[] {1, 3}).hashCode());
    }
}
