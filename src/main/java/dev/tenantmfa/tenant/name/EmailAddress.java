package dev.tenantmfa.tenant.name;

import dev.tenantmfa.platform.Invisible;
import dev.tenantmfa.platform.rest.PlainText;
import java.net.IDN;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.utils.EmailValidationUtil;

/**
 * An e-mail address that Keycloak accepts, in lower case, at most 254 characters (RFC 5321, 4.5.3.1.3). The domain is
 * in Unicode form NFKC, so that full-width letters become ordinary ones.
 *
 * @param value in lower case
 */
public record EmailAddress(String value) {

    public static final int LONGEST = 254;

    /**
     * Domains with these characters are different ones in IDNA 2008 than in the IDNA 2003 that Java implements (RFC
     * 5894, 7.2). Keycloak would send mail for straße.test to strasse.test, which belongs to someone else. Such a
     * label is therefore stored in its ASCII form: Keycloak delivers it to the right domain, and it has no other
     * spelling.
     */
    private static final String DEVIATIONS = ".*[\u00DF\u03C2\u200C\u200D].*";

    private static final String IDEOGRAPHIC_FULL_STOP = "\u3002";
    private static final int LONGEST_LABEL = 63;
    private static final String ASCII = "\\p{ASCII}*";

    /** @return empty if the text is not a valid address */
    public static Optional<EmailAddress> parse(String raw) {
        if (raw.length() > 4 * LONGEST) {
            return Optional.empty();
        }
        String text = Normalizer.normalize(raw.strip(), Normalizer.Form.NFC);
        int at = text.lastIndexOf('@') + 1;
        if (!PlainText.is(text)) {
            return Optional.empty();
        }
        String value = text.substring(0, at).toLowerCase(Locale.ROOT) + domain(text.substring(at));
        if (value.isEmpty()
                || value.length() > LONGEST
                || !PlainText.is(value)
                || !EmailValidationUtil.isValidEmail(value)) {
            return Optional.empty();
        }
        return Optional.of(new EmailAddress(value));
    }

    /** An address that is already stored. */
    public static EmailAddress stored(String email) {
        return new EmailAddress(email.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * The spellings of this mailbox: this one, then with its domain in ASCII (punycode) and in Unicode, if these
     * differ.
     */
    public Set<String> spellings() {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        int at = value.lastIndexOf('@') + 1;
        String domain = value.substring(at);
        if (at > 0 && !domain.matches(DEVIATIONS)) {
            String ascii = ascii(domain);
            spellings.add(value.substring(0, at) + ascii);
            spellings.add(value.substring(0, at) + unicode(ascii));
        }
        return spellings;
    }

    /** Equal for addresses whose mail Keycloak delivers to the same mailbox. */
    public String mailbox() {
        int at = value.lastIndexOf('@') + 1;
        return value.substring(0, at) + ascii(value.substring(at));
    }

    /** In normal form; ASCII is not changed. */
    private static String domain(String typed) {
        if (typed.matches(ASCII)) {
            return typed.toLowerCase(Locale.ROOT);
        }
        String domain = lower(typed);
        return domain.matches(DEVIATIONS)
                ? Stream.of(domain.split("\\.", -1)).map(EmailAddress::label).collect(Collectors.joining("."))
                : unicode(ascii(domain));
    }

    private static String label(String label) {
        if (!label.matches(DEVIATIONS)) {
            return unicode(ascii(label));
        }
        // A longer label is refused without this.
        return label.length() > LONGEST_LABEL ? label : "xn--" + Punycode.encode(label);
    }

    /** Letter by letter: the lower case of sigma depends on its position in a word, but not in a domain. */
    private static String lower(String typed) {
        StringBuilder lower = new StringBuilder();
        Normalizer.normalize(typed, Normalizer.Form.NFKC)
                .replace(IDEOGRAPHIC_FULL_STOP, ".")
                .codePoints()
                .map(Character::toLowerCase)
                .filter(point -> point == 0x200C || point == 0x200D || !Invisible.is(point))
                .forEach(lower::appendCodePoint);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }

    /** The text itself if Java does not accept it as a domain. */
    private static String ascii(String domain) {
        try {
            return IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            return domain;
        }
    }

    private static String unicode(String ascii) {
        return IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED);
    }

    @Override
    public String toString() {
        return value;
    }
}
