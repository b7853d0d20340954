package dev.tenantmfa.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.common.util.SecretGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SecretCipherTest {
    private static final String CONTEXT = "tmfa-totp|user-1|credential-1";
    private static final String PLAIN = "the shared secret of an app";
    private static final SealingKey FIRST = SealingKey.derive("first", bytes("a master secret"));
    private static final SealingKey SECOND = SealingKey.derive("second", bytes("another master secret"));

    private final InMemoryKeyRing keys = new InMemoryKeyRing().put(FIRST);
    private final SecretCipher cipher = new SecretCipher(keys, SecretGenerator.getInstance()::randomBytes);

    @Test
    void whatWasSealedOpens() {
        assertThat(open(seal())).isEqualTo(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 20, 4096})
    void secretOfAnyLengthOpens(int length) {
        byte[] secret = new byte[length];
        new Random(length).nextBytes(secret);

        assertThat(cipher.open(cipher.seal(secret, CONTEXT), CONTEXT)).isEqualTo(secret);
    }

    @Test
    void storedTextHoldsFormatAndKeyIdAndNeverTheSecret() {
        String[] parts = seal().split("\\.");

        assertThat(parts).hasSize(4);
        assertThat(parts[0]).isEqualTo("tmfa1");
        assertThat(new String(decode(parts[1]), StandardCharsets.UTF_8)).isEqualTo("first");
        assertThat(decode(parts[2])).hasSize(12);
        assertThat(decode(parts[3])).hasSize(PLAIN.length() + 16);
        assertThat(new String(decode(parts[3]), StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    }

    @Test
    void eachSealHasAnIvOfItsOwn() {
        Set<String> ivs = new HashSet<>();
        Set<String> ciphertexts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String[] parts = seal().split("\\.");
            ivs.add(parts[2]);
            ciphertexts.add(parts[3]);
        }

        assertThat(ivs).hasSize(200);
        assertThat(ciphertexts).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tmfa-totp|user-2|credential-1",
                "tmfa-totp|user-1|credential-2",
                "setup|user-1|credential-1",
                "tmfa-totp|user-1|credential-1 "
            })
    void secretSealedForAnotherContextDoesNotOpen(String context) {
        assertDoesNotOpen(seal(), context);
    }

    @Test
    void anyChangedBitOfTheIvKeepsItShut() {
        assertNoChangedBitOpens(2);
    }

    @Test
    void anyChangedBitOfCiphertextOrTagKeepsItShut() {
        assertNoChangedBitOpens(3);
    }

    @Test
    void cutOrLengthenedPartsKeepItShut() {
        for (int part : new int[] {2, 3}) {
            byte[] original = decode(seal().split("\\.")[part]);
            for (int length = 0; length <= original.length + 2; length++) {
                if (length != original.length) {
                    String changed = with(seal(), part, Arrays.copyOf(original, length));
                    assertDoesNotOpen(changed, CONTEXT);
                }
            }
        }
    }

    @Test
    void anotherKeyIdKeepsItShut() {
        keys.put(SECOND).put(FIRST);

        assertDoesNotOpen(with(seal(), 1, bytes("second")), CONTEXT);
    }

    @Test
    void removedKeyIsNamed() {
        String sealed = seal();
        keys.remove("first");

        assertThat(assertDoesNotOpen(sealed, CONTEXT)).hasMessageContaining("first");
    }

    @Test
    void anotherKeyUnderTheSameIdDoesNotOpen() {
        String sealed = seal();
        keys.put(SealingKey.derive("first", bytes("not that master")));

        assertDoesNotOpen(sealed, CONTEXT);
    }

    @Test
    void keyRingWithoutAnActiveKeyDoesNotSeal() {
        keys.remove("first");

        assertThatThrownBy(() -> cipher.seal(bytes(PLAIN), CONTEXT)).isInstanceOf(SealException.class);
    }

    @Test
    void oldKeyStillOpensAfterARotation() {
        String sealed = seal();
        keys.put(SECOND);

        assertThat(open(sealed)).isEqualTo(PLAIN);
    }

    @Test
    void secretIsOutdatedOnceAnotherKeySeals() {
        String sealed = seal();
        assertThat(cipher.isOutdated(sealed)).isFalse();

        keys.put(SECOND);

        assertThat(cipher.isOutdated(sealed)).isTrue();
        assertThat(cipher.isOutdated(seal())).isFalse();
    }

    @Test
    void keyIdOfAnyCharactersSurvives() {
        keys.put(SealingKey.derive("vault:a.b/\u00FC %", bytes("a master secret")));

        assertThat(open(seal())).isEqualTo(PLAIN);
    }

    @Test
    void sealedTextIsReadBackAsWritten() {
        Sealed parsed = Sealed.parse(new Sealed("id", new byte[] {1, -2}, new byte[] {3, -4, 5}).text());

        assertThat(parsed.keyId()).isEqualTo("id");
        assertThat(parsed.iv()).containsExactly(1, -2);
        assertThat(parsed.ciphertext()).containsExactly(3, -4, 5);
    }

    private void assertNoChangedBitOpens(int part) {
        String sealed = seal();
        byte[] original = decode(sealed.split("\\.")[part]);
        for (int bit = 0; bit < original.length * 8; bit++) {
            byte[] changed = original.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertDoesNotOpen(with(sealed, part, changed), CONTEXT);
        }
    }

    private SealException assertDoesNotOpen(String sealed, String context) {
        SealException refusal = catchThrowableOfType(SealException.class, () -> cipher.open(sealed, context));
        assertThat(refusal).as("opened: %s", sealed).isNotNull();
        assertThat(refusal).hasMessageNotContainingAny("shared", "master", PLAIN);
        return refusal;
    }

    private String seal() {
        return cipher.seal(bytes(PLAIN), CONTEXT);
    }

    private String open(String sealed) {
        return new String(cipher.open(sealed, CONTEXT), StandardCharsets.UTF_8);
    }

    private static String with(String sealed, int part, byte[] content) {
        String[] parts = sealed.split("\\.", -1);
        parts[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(content);
        return String.join(".", parts);
    }

    private static byte[] decode(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
