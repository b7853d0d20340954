package dev.tenantmfa.otp;

import com.warrenstrange.googleauth.HmacHashFunction;

/** Hash function of a TOTP (RFC 6238, 1.2), under the names that Keycloak and authenticator apps use for it. */
public enum TotpAlgorithm {
    SHA1("HmacSHA1", HmacHashFunction.HmacSHA1),
    SHA256("HmacSHA256", HmacHashFunction.HmacSHA256),
    SHA512("HmacSHA512", HmacHashFunction.HmacSHA512);

    private final String macName;
    private final HmacHashFunction hashFunction;

    TotpAlgorithm(String macName, HmacHashFunction hashFunction) {
        this.macName = macName;
        this.hashFunction = hashFunction;
    }

    /** The name in Keycloak's OTP policy and in the Java Cryptography Architecture, such as {@code HmacSHA1}. */
    public String macName() {
        return macName;
    }

    /** The name in an {@code otpauth} URI, such as {@code SHA1}. */
    public String uriName() {
        return name();
    }

    HmacHashFunction hashFunction() {
        return hashFunction;
    }

    /**
     * @param name {@code HmacSHA1} or {@code SHA1}, likewise for 256 and 512, ignoring case
     * @throws IllegalArgumentException if it is none of these
     */
    public static TotpAlgorithm of(String name) {
        for (TotpAlgorithm algorithm : values()) {
            if (algorithm.macName.equalsIgnoreCase(name) || algorithm.name().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        throw new IllegalArgumentException("unknown TOTP algorithm: " + name);
    }
}
