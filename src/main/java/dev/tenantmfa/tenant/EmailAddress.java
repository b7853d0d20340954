package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.rest.PlainText;
import java.net.IDN;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.keycloak.utils.EmailValidationUtil;

/**
 * An e-mail address as Keycloak accepts it, in lower case, at most 254 characters (RFC 5321, 4.5.3.1.3).
 *
 * @param value in lower case
 */
public record EmailAddress(String value) {

    public static final int LONGEST = 254;

    /** Domains with these are other domains in IDNA 2008 than in the IDNA 2003 that Java knows (RFC 5894, 7.2). */
    private static final String DEVIATIONS = "[\u00DF\u03C2\u200C\u200D]";

    /** @return empty if the text is no address */
    public static Optional<EmailAddress> parse(String raw) {
        if (raw.length() > 4 * LONGEST) {
            return Optional.empty();
        }
        String value = Normalizer.normalize(raw.strip().toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        if (value.isEmpty()
                || value.length() > LONGEST
                || !PlainText.is(value)
                || !EmailValidationUtil.isValidEmail(value)) {
            return Optional.empty();
        }
        return Optional.of(new EmailAddress(value));
    }

    /** One that is stored already. */
    static EmailAddress stored(String email) {
        return new EmailAddress(email.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * How the one mailbox can be written: as it is here, then with its domain in ASCII (punycode) and in Unicode, as far
     * as these differ.
     */
    public Set<String> spellings() {
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        int at = value.lastIndexOf('@');
        String domain = value.substring(at + 1);
        if (at > 0 && !domain.matches(".*" + DEVIATIONS + ".*")) {
            try {
                String ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
                spellings.add(value.substring(0, at + 1) + ascii);
                spellings.add(value.substring(0, at + 1) + IDN.toUnicode(ascii, IDN.ALLOW_UNASSIGNED));
            } catch (IllegalArgumentException e) {
                // No domain to Java: nothing else can be written for it.
                return spellings;
            }
        }
        return spellings;
    }

    @Override
    public String toString() {
        return value;
    }
}
