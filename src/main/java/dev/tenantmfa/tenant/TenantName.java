package dev.tenantmfa.tenant;

import dev.tenantmfa.platform.rest.PlainText;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that a tenant is shown under: Unicode form NFKC, stripped, 1 to 100 characters, no control characters.
 *
 * @param value as shown
 */
public record TenantName(String value) {

    public static final int LONGEST = 100;
    private static final int LONGEST_SLUG = 50;

    /** @return empty if the text is no name */
    public static Optional<TenantName> parse(String raw) {
        if (raw.length() > 4 * LONGEST) {
            return Optional.empty();
        }
        String value = Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
        int length = value.codePointCount(0, value.length());
        if (length < 1 || length > LONGEST || !PlainText.is(value)) {
            return Optional.empty();
        }
        TenantName name = new TenantName(value);
        return name.key().isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /**
     * Equal for names that a reader takes for the same: without regard to case, to the number of spaces and to
     * characters that show nothing.
     */
    public String key() {
        StringBuilder seen = new StringBuilder();
        value.codePoints()
                .filter(point -> Character.getType(point) != Character.FORMAT)
                .forEach(seen::appendCodePoint);
        // Up and down again, so that "Straße" and "STRASSE" are one.
        String folded = seen.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
    }

    /** For the alias: lower-case ASCII letters, digits and single hyphens, at most 50; never empty. */
    public String slug() {
        String ascii = Normalizer.normalize(key(), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-");
        if (ascii.length() > LONGEST_SLUG) {
            ascii = ascii.substring(0, LONGEST_SLUG);
        }
        ascii = ascii.replaceAll("^-+|-+$", "");
        return ascii.isEmpty() ? "tenant" : ascii;
    }

    @Override
    public String toString() {
        return value;
    }
}
