package dev.tenantmfa.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869). Java provides it only from version 25. */
final class Hkdf {

    private static final int HASH_BYTES = 32;

    private Hkdf() {}

    /**
     * @param inputKey input keying material, not empty
     * @param salt may be empty: then the zeros of RFC 5869, 2.2
     * @param info binds the output to its use
     * @param length bytes to return, 1 to 8160
     */
    static byte[] derive(byte[] inputKey, byte[] salt, byte[] info, int length) {
        if (length < 1 || length > 255 * HASH_BYTES) {
            throw new IllegalArgumentException("length must be 1 to 8160: " + length);
        }
        byte[] pseudorandomKey = hmac(salt.length == 0 ? new byte[HASH_BYTES] : salt, inputKey);
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        int filled = 0;
        for (int counter = 1; filled < length; counter++) {
            block = hmac(pseudorandomKey, block, info, new byte[] {(byte) counter});
            int taken = Math.min(block.length, length - filled);
            System.arraycopy(block, 0, output, filled, taken);
            filled += taken;
        }
        Arrays.fill(pseudorandomKey, (byte) 0);
        return output;
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HmacSHA256 in this Java", e);
        }
    }
}
