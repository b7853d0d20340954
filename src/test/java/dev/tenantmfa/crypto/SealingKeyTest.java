package dev.tenantmfa.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SealingKeyTest {

    private static final byte[] MASTER = "a master secret of some length".getBytes(StandardCharsets.UTF_8);

    @Test
    void keyIsForAes256AndDerivedNotTheMasterItself() {
        SealingKey key = SealingKey.derive("id", MASTER);

        assertThat(key.key().getAlgorithm()).isEqualTo("AES");
        assertThat(key.key().getEncoded()).hasSize(32).isNotEqualTo(MASTER);
    }

    @Test
    void sameMasterGivesTheSameKeyOnEveryNode() {
        assertThat(SealingKey.derive("one", MASTER).key())
                .isEqualTo(SealingKey.derive("other", MASTER).key());
    }

    @Test
    void anotherMasterGivesAnotherKey() {
        byte[] other = MASTER.clone();
        other[0]++;

        assertThat(SealingKey.derive("id", MASTER).key())
                .isNotEqualTo(SealingKey.derive("id", other).key());
    }

    @Test
    void fingerprintIsStableAndDiffersByMaster() {
        byte[] other = MASTER.clone();
        other[0]++;
        String id = SealingKey.deriveWithFingerprint("vault:", MASTER).id();

        assertThat(id).matches("vault:[0-9a-f]{16}");
        assertThat(SealingKey.deriveWithFingerprint("vault:", MASTER).id()).isEqualTo(id);
        assertThat(SealingKey.deriveWithFingerprint("vault:", other).id()).isNotEqualTo(id);
    }

    @Test
    void fingerprintIsNoPartOfTheKey() {
        SealingKey key = SealingKey.deriveWithFingerprint("", MASTER);

        assertThat(HexFormat.of().formatHex(key.key().getEncoded())).doesNotContain(key.id());
    }

    /** Stored credentials depend on it: a change of the derivation would shut them all. */
    @Test
    void derivationNeverChanges() {
        assertThat(HexFormat.of()
                        .formatHex(SealingKey.derive("id", MASTER).key().getEncoded()))
                .isEqualTo("5e31dba75a787c63ad597e12a3631a10b4685cf935ab1149b83b1231fd7ed39d");
        assertThat(SealingKey.deriveWithFingerprint("vault:", MASTER).id()).isEqualTo("vault:02a025c6e0317368");
    }

    @Test
    void keyIsNotShown() {
        assertThat(SealingKey.derive("realm:abc", MASTER).toString()).isEqualTo("SealingKey[realm:abc]");
    }
}
