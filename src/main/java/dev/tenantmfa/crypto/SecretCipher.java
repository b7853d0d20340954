package dev.tenantmfa.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.IntFunction;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Seals secrets at rest with AES-256-GCM (NIST SP 800-38D).
 *
 * <p>Guarantees confidentiality and integrity: a secret that was changed, or was sealed for another {@code context},
 * does not open. The IV is random, 96 bit, so one key may seal 2^32 secrets before it must be rotated (SP 800-38D,
 * 8.3).
 */
public final class SecretCipher {

    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final KeyRing keys;
    private final IntFunction<byte[]> randomBytes;

    /** @param randomBytes returns that many bytes of a cryptographic random number generator */
    public SecretCipher(KeyRing keys, IntFunction<byte[]> randomBytes) {
        this.keys = keys;
        this.randomBytes = randomBytes;
    }

    /**
     * @param secret any bytes
     * @param context what the result is bound to, as associated data; needed again to open it
     * @return ASCII text with the key's id, for storing
     * @throws SealException if no key is available
     */
    public String seal(byte[] secret, String context) {
        SealingKey key = keys.active();
        byte[] iv = randomBytes.apply(IV_BYTES);
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.ENCRYPT_MODE, key.key(), new GCMParameterSpec(TAG_BITS, iv));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return new Sealed(key.id(), iv, cipher.doFinal(secret)).text();
        } catch (GeneralSecurityException e) {
            throw new SealException("sealing failed with key " + key.id(), e);
        }
    }

    /**
     * @param sealed what {@link #seal} returned
     * @param context the same as for {@link #seal}
     * @throws SealException if it was changed, was sealed for another context, or its key is gone
     */
    public byte[] open(String sealed, String context) {
        Sealed parsed = Sealed.parse(sealed);
        SealingKey key = keys.find(parsed.keyId())
                .orElseThrow(() -> new SealException("the key " + parsed.keyId() + " is gone"));
        // Java throws no checked exception for a ciphertext without a whole tag, so it is refused here.
        if (parsed.iv().length != IV_BYTES || parsed.ciphertext().length < TAG_BITS / 8) {
            throw new SealException("not a sealed secret");
        }
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            cipher.init(Cipher.DECRYPT_MODE, key.key(), new GCMParameterSpec(TAG_BITS, parsed.iv()));
            cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(parsed.ciphertext());
        } catch (AEADBadTagException e) {
            throw new SealException(
                    "changed, or sealed for another user or credential, or with another key " + "under the id "
                            + key.id(),
                    e);
        } catch (GeneralSecurityException e) {
            throw new SealException("opening failed with key " + key.id(), e);
        }
    }

    /** Whether it should be sealed again because another key is active now. */
    public boolean isOutdated(String sealed) {
        return !Sealed.parse(sealed).keyId().equals(keys.active().id());
    }
}
