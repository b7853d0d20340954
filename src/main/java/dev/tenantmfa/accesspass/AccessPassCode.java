package dev.tenantmfa.accesspass;

import java.util.Optional;
import org.keycloak.common.util.SecretGenerator;

/**
 * The code of an access pass: twelve characters of Crockford's Base32, which has no letters that look or sound like a
 * digit when the code is read out. That is 60 bits.
 *
 * @param text without separators, in capital letters
 */
record AccessPassCode(String text) {

    static final int LENGTH = 12;

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int GROUP = 4;

    static AccessPassCode generate() {
        return new AccessPassCode(SecretGenerator.getInstance().randomString(LENGTH, ALPHABET.toCharArray()));
    }

    /**
     * Reads a code in capital or small letters, with the letters that Crockford reads as digits: O as 0, I and L as 1.
     *
     * @param typed without separators
     * @return empty if the text is not such a code
     */
    static Optional<AccessPassCode> of(String typed) {
        if (typed.length() != LENGTH) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            char plain = plain(typed.charAt(i));
            if (ALPHABET.indexOf(plain) < 0) {
                return Optional.empty();
            }
            text.append(plain);
        }
        return Optional.of(new AccessPassCode(text.toString()));
    }

    private static char plain(char typed) {
        char capital = typed >= 'a' && typed <= 'z' ? (char) (typed - 'a' + 'A') : typed;
        return switch (capital) {
            case 'O' -> '0';
            case 'I', 'L' -> '1';
            default -> capital;
        };
    }

    /** In groups of four, as it is shown: {@code XXXX-XXXX-XXXX}. */
    String grouped() {
        return text.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }

    @Override
    public String toString() {
        return "AccessPassCode[hidden]";
    }
}
