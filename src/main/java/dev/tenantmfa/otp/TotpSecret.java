package dev.tenantmfa.otp;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.commons.codec.binary.Base32;

/**
 * The key shared with an authenticator app. {@code toString} does not show it, so that it cannot appear in a log or an
 * exception.
 */
public final class TotpSecret {

    /** 160 bit, as RFC 4226, 4 (R6) recommends. */
    public static final int GENERATED_BYTES = 20;

    private final byte[] key;

    private TotpSecret(byte[] key) {
        if (key.length == 0) {
            throw new IllegalArgumentException("an empty TOTP secret");
        }
        this.key = key;
    }

    /**
     * A new secret of {@value #GENERATED_BYTES} random bytes.
     *
     * @param randomBytes returns that many bytes of a cryptographic random number generator
     */
    public static TotpSecret generate(IntFunction<byte[]> randomBytes) {
        return new TotpSecret(randomBytes.apply(GENERATED_BYTES));
    }

    /**
     * @param key at least one byte; copied
     * @throws IllegalArgumentException if it is empty
     */
    public static TotpSecret ofBytes(byte[] key) {
        return new TotpSecret(key.clone());
    }

    /**
     * @param base32 RFC 4648 Base32; blanks, hyphens, padding and case are ignored
     * @throws IllegalArgumentException if it is empty or not Base32
     */
    public static TotpSecret ofBase32(String base32) {
        String compact = base32.replaceAll("[\\s=-]", "");
        Base32 codec = new Base32();
        if (!codec.isInAlphabet(compact)) {
            throw new IllegalArgumentException("a TOTP secret must be Base32");
        }
        return new TotpSecret(codec.decode(compact));
    }

    /** A copy of the key. */
    public byte[] bytes() {
        return key.clone();
    }

    /** RFC 4648 Base32 without padding, as authenticator apps accept it. */
    public String base32() {
        return new Base32().encodeAsString(key).replace("=", "");
    }

    /** {@link #base32()} in groups of four, for reading aloud or typing. */
    public List<String> groups() {
        String text = base32();
        List<String> groups = new ArrayList<>();
        for (int start = 0; start < text.length(); start += 4) {
            groups.add(text.substring(start, Math.min(start + 4, text.length())));
        }
        return groups;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TotpSecret that && MessageDigest.isEqual(key, that.key);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return "TotpSecret[hidden]";
    }
}
