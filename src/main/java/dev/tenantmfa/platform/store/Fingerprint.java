package dev.tenantmfa.platform.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.keycloak.crypto.JavaAlgorithm;
import org.keycloak.jose.jws.crypto.HashUtils;

/**
 * SHA-256 fingerprints of texts: for keys of the single-use store, which has a single namespace and must not contain raw
 * input, and for handles that only their holder may know. For texts with few possibilities use {@link
 * dev.tenantmfa.platform.seal.KeyedHash}.
 */
public final class Fingerprint {

    private Fingerprint() {}

    /** Compares two secrets or fingerprints in constant time. */
    public static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** The SHA-256 digest of the text in UTF-8, as 64 lower-case hexadecimal digits. */
    public static String of(String text) {
        return HexFormat.of().formatHex(HashUtils.hash(JavaAlgorithm.SHA256, text.getBytes(StandardCharsets.UTF_8)));
    }
}
