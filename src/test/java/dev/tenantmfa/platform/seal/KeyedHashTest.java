package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.fixture.RealmFixture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyedHashTest {

    private final RealmFixture fixture = new RealmFixture();
    private final KeyedHash hashes = KeyedHash.of(fixture.session, fixture.realm);

    @Test
    void sameTextForTheSamePurposeMatches() {
        String hash = hashes.of("code", "123456");

        assertThat(hash).doesNotContain("123456").isEqualTo(hashes.of("code", "123456"));
        assertThat(hashes.matches(hash, "code", "123456")).isTrue();
        assertThat(hashes.matches(hash, "code", "123457")).isFalse();
        assertThat(hashes.matches(hash, "number", "123456")).isFalse();
    }

    @Test
    void otherKeyGivesAnotherHash() {
        String hash = hashes.of("code", "123456");
        fixture.putAesKey("kid-2", "fedcba9876543210");

        assertThat(hashes.of("code", "123456")).isNotEqualTo(hash);
        assertThat(hashes.matches(hash, "code", "123456"))
                .as("the key before the rotation is still there")
                .isTrue();
    }

    @Test
    void hashWhoseKeyIsGoneIsNeitherRightNorWrong() {
        String hash = hashes.of("code", "123456");
        fixture.putAesKey("kid-2", "fedcba9876543210");
        fixture.removeAesKey("kid-1");

        assertThatThrownBy(() -> hashes.matches(hash, "code", "123456")).isInstanceOf(SealException.class);
        assertThatThrownBy(() -> hashes.matches("no hash", "code", "123456")).isInstanceOf(SealException.class);
    }
}
