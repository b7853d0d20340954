package dev.tenantmfa.message;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A telephone number of the international plan (ITU-T E.164): country code and national number, 8 to 15 digits together.
 * Never shown in full by {@code toString}.
 */
public final class PhoneNumber {

    private static final int MIN_DIGITS = 8;
    /** E.164, 6.2.1. */
    private static final int MAX_DIGITS = 15;
    /** What a person may type, separators included. */
    private static final int MAX_INPUT = 40;
    /** National numbers with fewer digits would be told by the usual mask but for one or two. */
    private static final int MIN_NATIONAL_FOR_AREA = 7;

    private static final int AREA_DIGITS = 3;
    private static final int LAST_DIGITS = 2;

    /**
     * Country codes of two digits. Those of one digit are 1 and 7; all others have three (ITU-T, list of E.164 country
     * codes; none of two digits was assigned since 1988, and the plan has no room for more).
     */
    private static final Set<String> TWO_DIGIT_CODES = Set.of(
            "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49",
            "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84",
            "86", "90", "91", "92", "93", "94", "95", "98");

    private final String countryCode;
    private final String national;

    private PhoneNumber(String countryCode, String national) {
        this.countryCode = countryCode;
        this.national = national;
    }

    /**
     * Reads a number with its country code, {@code +} or {@code 00} in front. Blanks, hyphens, dots, slashes and brackets
     * are skipped, and so is the {@code (0)} that some put behind the country code.
     *
     * @return empty where it is no such number
     */
    public static Optional<PhoneNumber> parse(@Nullable String raw) {
        if (raw == null || raw.length() > MAX_INPUT) {
            return Optional.empty();
        }
        String compact = raw.replace("(0)", "").replaceAll("[\\s\\p{Zs}\\p{Pd}./()]", "");
        String digits;
        if (compact.startsWith("+")) {
            digits = compact.substring(1);
        } else if (compact.startsWith("00")) {
            digits = compact.substring(2);
        } else {
            return Optional.empty();
        }
        boolean plausible = digits.length() >= MIN_DIGITS
                && digits.length() <= MAX_DIGITS
                && digits.charAt(0) != '0'
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!plausible) {
            return Optional.empty();
        }
        int end = countryCodeLength(digits);
        return Optional.of(new PhoneNumber(digits.substring(0, end), digits.substring(end)));
    }

    private static int countryCodeLength(String digits) {
        if (digits.charAt(0) == '1' || digits.charAt(0) == '7') {
            return 1;
        }
        return TWO_DIGIT_CODES.contains(digits.substring(0, 2)) ? 2 : 3;
    }

    /** For the gateway alone: {@code +} and all digits. */
    public String e164() {
        return "+" + countryCode + national;
    }

    /** What may be shown: country code, first three digits, {@code ***}, last two, as in {@code +49170***67}. */
    public String masked() {
        String area = national.length() < MIN_NATIONAL_FOR_AREA ? "" : national.substring(0, AREA_DIGITS);
        return "+" + countryCode + area + "***" + national.substring(national.length() - LAST_DIGITS);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PhoneNumber number && e164().equals(number.e164());
    }

    @Override
    public int hashCode() {
        return e164().hashCode();
    }

    @Override
    public String toString() {
        return masked();
    }
}
