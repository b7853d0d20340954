package dev.tenantmfa.it.actors;

import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An authenticator app on somebody's phone: RFC 6238 written a second time, so that the extension is not tested with
 * its own arithmetic.
 */
public final class AuthenticatorApp {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final String base32;
    private final byte[] secret;
    private final String algorithm;
    private final int digits;
    private final int periodSeconds;
    private final Clock clock;

    /**
     * @param secret    Base32, spaces and lower case allowed
     * @param algorithm {@code SHA1}, {@code SHA256} or {@code SHA512}
     * @param clock     the server's, see {@code KeycloakServer.clock()}
     */
    public AuthenticatorApp(String secret, String algorithm, int digits, int periodSeconds, Clock clock) {
        this.base32 = secret;
        this.secret = decode(secret);
        this.algorithm = algorithm;
        this.digits = digits;
        this.periodSeconds = periodSeconds;
        this.clock = clock;
    }

    /** With what most apps assume: SHA1, 6 digits, 30 seconds. */
    public AuthenticatorApp(String secret, Clock clock) {
        this(secret, "SHA1", 6, 30, clock);
    }

    /** The same app on a phone that has another clock. */
    public AuthenticatorApp on(Clock other) {
        return new AuthenticatorApp(base32, algorithm, digits, periodSeconds, other);
    }

    /** What it was set up with, for another app, or to look for where it must not be. */
    public String secret() {
        return base32;
    }

    /** The code that the app shows now. */
    public String code() {
        return codeOfStep(step());
    }

    /** The code that it shows {@code steps} time steps from now; negative ones are past. */
    public String codeIn(long steps) {
        return codeOfStep(step() + steps);
    }

    /** A code of the right length that is wrong now and for five steps around. */
    public String wrongCode() {
        for (int candidate = 0; ; candidate++) {
            String code = format(candidate);
            boolean near = false;
            for (long step = step() - 5; step <= step() + 5; step++) {
                near |= codeOfStep(step).equals(code);
            }
            if (!near) {
                return code;
            }
        }
    }

    /** The present time step. */
    public long step() {
        return clock.instant().getEpochSecond() / periodSeconds;
    }

    /** How long the present code still shows; tests that need a whole step can move the clock by it. */
    public java.time.Duration untilNextStep() {
        return java.time.Duration.between(clock.instant(), Instant.ofEpochSecond((step() + 1) * periodSeconds));
    }

    private String codeOfStep(long step) {
        try {
            Mac mac = Mac.getInstance("Hmac" + algorithm.toUpperCase(Locale.ROOT));
            mac.init(new SecretKeySpec(secret, "RAW"));
            byte[] message = new byte[8];
            for (int i = 7; i >= 0; i--, step >>>= 8) {
                message[i] = (byte) step;
            }
            byte[] hash = mac.doFinal(message);
            int offset = hash[hash.length - 1] & 0xf;
            int number = (hash[offset] & 0x7f) << 24
                    | (hash[offset + 1] & 0xff) << 16
                    | (hash[offset + 2] & 0xff) << 8
                    | (hash[offset + 3] & 0xff);
            return format(number % (int) Math.pow(10, digits));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private String format(int number) {
        return String.format(Locale.ROOT, "%0" + digits + "d", number);
    }

    private static byte[] decode(String base32) {
        String text = base32.replaceAll("[\\s=-]", "").toUpperCase(Locale.ROOT);
        byte[] bytes = new byte[text.length() * 5 / 8];
        long buffer = 0;
        int bits = 0;
        int length = 0;
        for (char character : text.toCharArray()) {
            int value = BASE32.indexOf(character);
            if (value < 0) {
                throw new IllegalArgumentException("Not Base32: " + character);
            }
            buffer = buffer << 5 | value;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (buffer >>> bits);
            }
        }
        return bytes;
    }
}
