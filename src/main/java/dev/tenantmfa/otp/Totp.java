package dev.tenantmfa.otp;

import com.warrenstrange.googleauth.GoogleAuthenticator;
import com.warrenstrange.googleauth.GoogleAuthenticatorConfig.GoogleAuthenticatorConfigBuilder;
import com.warrenstrange.googleauth.KeyRepresentation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Time-based one-time passwords (RFC 6238) of one secret.
 *
 * <p>The googleauth library computes HMAC and truncation, for one step at a time. Its own check is not used: it
 * compares numbers, which loses leading zeros, refuses {@code 000000}, does not return the matching step, and its
 * window leans to the future for even sizes.
 */
public final class Totp {

    /** One authenticator per set of parameters; creating one seeds a random generator that we never use. */
    private static final Map<TotpParameters, GoogleAuthenticator> AUTHENTICATORS = new ConcurrentHashMap<>();

    private final TotpParameters parameters;
    private final TotpSecret secret;

    public Totp(TotpParameters parameters, TotpSecret secret) {
        this.parameters = parameters;
        this.secret = secret;
    }

    /** The time step of {@code now}: whole periods since 1970-01-01T00:00:00Z (RFC 6238, 4.2). */
    public long stepAt(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), parameters.periodSeconds());
    }

    /**
     * @param step a time step, not negative
     * @return the code of that step, with leading zeros
     * @throws IllegalArgumentException if the step is negative
     */
    public String codeAt(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("a negative time step: " + step);
        }
        long millis = Math.multiplyExact(step, parameters.periodSeconds() * 1000L);
        int code = authenticator(parameters).getTotpPassword(secret.base32(), millis);
        return String.format(Locale.ROOT, "%0" + parameters.digits() + "d", code);
    }

    /**
     * Finds the time step in which {@code code} is valid.
     *
     * @param code the digits as typed, without blanks
     * @param window steps accepted on each side of now; 1 as RFC 6238, 5.2 recommends
     * @param lastUsed last accepted step; it and earlier ones are refused (RFC 6238, 5.2: one use only). Negative if
     *     none was accepted yet
     * @return the matching step, or empty. If several steps have that code, the latest, so that the code is not valid
     *     again for the others. Takes the same time either way
     */
    public OptionalLong match(String code, Instant now, int window, long lastUsed) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        long current = stepAt(now);
        long matched = -1;
        for (long step = current - window; step <= current + window; step++) {
            // Computed for refused steps too, so that the time reveals nothing about them.
            byte[] expected = codeAt(Math.max(step, 0)).getBytes(StandardCharsets.UTF_8);
            boolean equal = MessageDigest.isEqual(expected, given);
            if (equal & step >= 0 & step > lastUsed) {
                matched = step;
            }
        }
        return matched < 0 ? OptionalLong.empty() : OptionalLong.of(matched);
    }

    private static GoogleAuthenticator authenticator(TotpParameters parameters) {
        return AUTHENTICATORS.computeIfAbsent(
                parameters,
                wanted -> new GoogleAuthenticator(new GoogleAuthenticatorConfigBuilder()
                        .setCodeDigits(wanted.digits())
                        .setTimeStepSizeInMillis(wanted.periodSeconds() * 1000L)
                        .setHmacHashFunction(wanted.algorithm().hashFunction())
                        .setKeyRepresentation(KeyRepresentation.BASE32)
                        .build()));
    }
}
