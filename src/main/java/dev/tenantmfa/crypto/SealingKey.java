package dev.tenantmfa.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** An AES-256 key with an id that is stored with what it sealed. Never shows the key. */
public final class SealingKey {

    private static final byte[] KEY_INFO = "keycloak-tenant-mfa/seal/v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ID_INFO = "keycloak-tenant-mfa/id/v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] MAC_INFO = "keycloak-tenant-mfa/mac/v1".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_SALT = {};
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 8;

    private static final int MAC_BYTES = 32;

    private final String id;
    private final SecretKey key;
    private final byte[] macKey;

    private SealingKey(String id, SecretKey key, byte[] macKey) {
        this.id = id;
        this.key = key;
        this.macKey = macKey;
    }

    /**
     * Derives the key from a master secret with HKDF (RFC 5869), so that the master is never used for two purposes.
     *
     * @param id name of the master, such as the id of a realm key
     */
    public static SealingKey derive(String id, byte[] master) {
        return new SealingKey(
                id,
                new SecretKeySpec(Hkdf.derive(master, NO_SALT, KEY_INFO, KEY_BYTES), "AES"),
                Hkdf.derive(master, NO_SALT, MAC_INFO, MAC_BYTES));
    }

    /**
     * Same as {@link #derive(String, byte[])}, for a master without a name of its own: the id is a fingerprint of the
     * master, so changed content under the same vault entry is detected as another key.
     *
     * @param prefix precedes the fingerprint
     */
    public static SealingKey deriveWithFingerprint(String prefix, byte[] master) {
        String fingerprint = HexFormat.of().formatHex(Hkdf.derive(master, NO_SALT, ID_INFO, ID_BYTES));
        return derive(prefix + fingerprint, master);
    }

    /** Stored in clear with the ciphertext; reveals nothing about the key. */
    public String id() {
        return id;
    }

    SecretKey key() {
        return key;
    }

    /**
     * A keyed hash of values with too few possibilities for a plain hash, such as a telephone number or a short code:
     * without the key no one can find the text by trying.
     *
     * @return 32 bytes (HKDF with SHA-256), the same for the same text
     */
    public byte[] hash(byte[] text) {
        return Hkdf.derive(macKey, NO_SALT, text, MAC_BYTES);
    }

    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
