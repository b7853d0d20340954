package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.rest.PlainText;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.utils.EmailValidationUtil;

/**
 * An e-mail address as Keycloak accepts it, in lower case, at most 254 characters (RFC 5321, 4.5.3.1.3).
 *
 * @param value in lower case
 */
public record EmailAddress(String value) {

    public static final int LONGEST = 254;

    /** @return empty if the text is no address */
    public static Optional<EmailAddress> parse(String raw) {
        String value = raw.strip().toLowerCase(Locale.ROOT);
        if (value.isEmpty()
                || value.length() > LONGEST
                || !PlainText.is(value)
                || !EmailValidationUtil.isValidEmail(value)) {
            return Optional.empty();
        }
        return Optional.of(new EmailAddress(value));
    }

    @Override
    public String toString() {
        return value;
    }
}
