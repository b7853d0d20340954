package dev.tenantmfa.message;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import dev.tenantmfa.platform.TypedText;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A telephone number of the international plan (ITU-T E.164): country code and national number. The library
 * libphonenumber decides what numbers look like in each country. {@code toString} never shows it in full.
 */
public final class PhoneNumber {

    /** The most characters that a user may type, including separators and invisible characters. */
    private static final int MAX_INPUT = 100;
    /** The usual mask would reveal all but one or two digits of shorter national numbers. */
    private static final int MIN_NATIONAL_FOR_AREA = 7;

    private static final int AREA_DIGITS = 3;
    private static final int LAST_DIGITS = 2;
    private static final int MAX_COUNTRY_CODE = 3;

    /** The library's value for no region: such a number must include its country code. */
    private static final String NO_REGION = "ZZ";

    private static final String INTERNATIONAL_PREFIX = "00";
    /** Blanks, all kinds of hyphens and the minus sign, dots, slashes and brackets. */
    private static final Pattern SEPARATORS = Pattern.compile("[\\s\\p{Zs}\\p{Pd}\u2212./()\\[\\]]");

    private static final Pattern DIALLED = Pattern.compile("\\+?[0-9]{3,20}");
    /** What older versions stored without checking the country (E.164, 6.2.1: at most 15 digits). */
    private static final Pattern STORED = Pattern.compile("\\+[1-9][0-9]{5,14}");

    private final String countryCode;
    private final String national;

    private PhoneNumber(String countryCode, String national) {
        this.countryCode = countryCode;
        this.national = national;
    }

    /**
     * Reads a number that a user typed, as {@link TypedText#plain} and without separators. A trunk prefix, such as the
     * zero of {@code +49 (0) 170}, is removed if the country's rules say so.
     *
     * @param region of numbers without a country code, such as {@code DE}; empty if each number must have {@code +} or
     *     {@code 00} and its country code
     * @return empty if it is not a number, or is an impossible one
     */
    public static Optional<PhoneNumber> parse(@Nullable String raw, Optional<String> region) {
        if (raw == null || raw.length() > MAX_INPUT) {
            return Optional.empty();
        }
        String dialled = SEPARATORS.matcher(TypedText.plain(raw)).replaceAll("");
        if (!DIALLED.matcher(dialled).matches()) {
            return Optional.empty();
        }
        Stream<Optional<PhoneNumber>> readings = dialled.startsWith("+")
                ? Stream.of(read(dialled, NO_REGION))
                : Stream.of(
                        region.flatMap(home -> read(dialled, home)),
                        dialled.startsWith(INTERNATIONAL_PREFIX)
                                ? read("+" + dialled.substring(INTERNATIONAL_PREFIX.length()), NO_REGION)
                                : Optional.empty());
        return readings.flatMap(Optional::stream).findFirst();
    }

    /**
     * Reads a stored number. A trunk prefix that an older version accepted is removed; a number that is impossible by
     * today's rules stays unchanged.
     *
     * @return empty if it is not E.164
     */
    public static Optional<PhoneNumber> ofStored(String e164) {
        if (!STORED.matcher(e164).matches()) {
            return Optional.empty();
        }
        return read(e164, NO_REGION).or(() -> Optional.of(split(e164.substring(1))));
    }

    private static Optional<PhoneNumber> read(String dialled, String region) {
        try {
            Phonenumber.PhoneNumber number = library().parse(dialled, region);
            return library().isValidNumber(number)
                    ? Optional.of(split(
                            library().format(number, PhoneNumberFormat.E164).substring(1)))
                    : Optional.empty();
        } catch (NumberParseException e) {
            // An expected result, so it is not logged: the message quotes what was typed.
            return Optional.empty();
        }
    }

    private static PhoneNumber split(String digits) {
        Set<Integer> countryCodes = library().getSupportedCallingCodes();
        int length = 1;
        while (length < MAX_COUNTRY_CODE && !countryCodes.contains(Integer.valueOf(digits.substring(0, length)))) {
            length++;
        }
        return new PhoneNumber(digits.substring(0, length), digits.substring(length));
    }

    private static PhoneNumberUtil library() {
        return PhoneNumberUtil.getInstance();
    }

    /** {@code +} and all digits, for the gateway only. */
    public String e164() {
        return "+" + countryCode + national;
    }

    /**
     * The form that may be shown: country code, first three digits, {@code ***}, last two, as in {@code +49170***67}.
     */
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
