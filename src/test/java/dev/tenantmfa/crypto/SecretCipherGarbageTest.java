package dev.tenantmfa.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.SecretGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Whatever is stored in the place of a sealed secret does not open, and nothing else happens. */
class SecretCipherGarbageTest {
    private static final String CONTEXT = "tmfa-totp|user-1|credential-1";
    private static final String PLAIN = "the shared secret of an app";
    private static final SealingKey FIRST = SealingKey.derive("first", bytes("a master secret"));

    private final InMemoryKeyRing keys = new InMemoryKeyRing().put(FIRST);
    private final SecretCipher cipher = new SecretCipher(keys, SecretGenerator.getInstance()::randomBytes);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "...",
                "....",
                "tmfa1",
                "tmfa1...",
                "tmfa1.Zmlyc3Q.AAAA",
                "tmfa1.Zmlyc3Q.AAAA.AAAA",
                "tmfa1.Zmlyc3Q.AAAA.AAAA.AAAA",
                "tmfa2.Zmlyc3Q.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA",
                "tmfa1.Zmlyc3Q.AAAAAAAAAAAAAAAA.",
                "tmfa1.Zmlyc3Q..AAAAAAAAAAAAAAAAAAAAAA",
                "tmfa1.!!.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA",
                "tmfa1.Zmlyc3Q.AAAA+/AA.AAAA",
                "the shared secret in clear"
            })
    void garbageDoesNotOpen(String garbage) {
        assertThat(assertDoesNotOpen(garbage, CONTEXT)).hasMessageNotContaining("clear");
    }

    @Test
    void randomGarbageDoesNotOpenAndNeverThrowsAnythingElse() {
        Random random = new Random(26);
        String alphabet = "AZaz09-_=+/. |\u0000\u00FC\uD83D\uDE00tmfa1.";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder garbage = new StringBuilder(random.nextBoolean() ? "tmfa1.Zmlyc3Q." : "");
            for (int left = random.nextInt(80); left > 0; left--) {
                garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertDoesNotOpen(garbage.toString(), CONTEXT);
        }
    }

    @Test
    void randomBytesInEveryPartDoNotOpen() {
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            byte[] iv = new byte[random.nextInt(4) == 0 ? random.nextInt(20) : 12];
            byte[] ciphertext = new byte[random.nextInt(64)];
            random.nextBytes(iv);
            random.nextBytes(ciphertext);
            assertDoesNotOpen(new Sealed("first", iv, ciphertext).text(), CONTEXT);
        }
    }

    @Test
    void garbageIsNeitherOutdatedNorNot() {
        assertThatThrownBy(() -> cipher.isOutdated("garbage")).isInstanceOf(SealException.class);
    }

    private SealException assertDoesNotOpen(String sealed, String context) {
        SealException refusal = catchThrowableOfType(SealException.class, () -> cipher.open(sealed, context));
        assertThat(refusal).as("opened: %s", sealed).isNotNull();
        assertThat(refusal).hasMessageNotContainingAny("shared", "master", PLAIN);
        return refusal;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
