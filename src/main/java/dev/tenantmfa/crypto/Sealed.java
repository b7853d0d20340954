package dev.tenantmfa.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A sealed secret as it is stored: {@code tmfa1.<key id>.<IV>.<ciphertext and tag>}, each part in Base64url.
 *
 * @param keyId of the key that opens it
 * @param iv 96 bit, random
 * @param ciphertext AES-256-GCM ciphertext with its 128 bit tag
 */
record Sealed(String keyId, byte[] iv, byte[] ciphertext) {

    private static final String PREFIX = "tmfa1";

    String text() {
        Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
        return String.join(
                ".",
                PREFIX,
                encoder.encodeToString(keyId.getBytes(StandardCharsets.UTF_8)),
                encoder.encodeToString(iv),
                encoder.encodeToString(ciphertext));
    }

    /** @throws SealException if it does not have that form */
    static Sealed parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4 || !PREFIX.equals(parts[0])) {
            throw new SealException("not a sealed secret");
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            Sealed sealed = new Sealed(
                    new String(decoder.decode(parts[1]), StandardCharsets.UTF_8),
                    decoder.decode(parts[2]),
                    decoder.decode(parts[3]));
            if (sealed.text().equals(text)) {
                return sealed;
            }
            // Java's decoder ignores unused bits; two different texts must not be the same secret.
            throw new SealException("not a sealed secret");
        } catch (IllegalArgumentException e) {
            throw new SealException("not a sealed secret", e);
        }
    }
}
