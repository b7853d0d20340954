package dev.tenantmfa.otp;

/**
 * The parameters of a TOTP, without the secret.
 *
 * @param digits 6 to 8 (RFC 4226, 5.3)
 * @param periodSeconds length of a time step, 1 to 3600 seconds (RFC 6238, 4.1: X)
 * @param algorithm hash function of the HMAC
 */
public record TotpParameters(int digits, int periodSeconds, TotpAlgorithm algorithm) {

    public TotpParameters {
        if (digits < 6 || digits > 8) {
            throw new IllegalArgumentException("digits must be 6 to 8: " + digits);
        }
        if (periodSeconds < 1 || periodSeconds > 3600) {
            throw new IllegalArgumentException("period must be 1 to 3600 seconds: " + periodSeconds);
        }
    }
}
