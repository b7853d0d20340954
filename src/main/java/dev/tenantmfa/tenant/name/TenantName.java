package dev.tenantmfa.tenant.name;

import dev.tenantmfa.platform.Invisible;
import dev.tenantmfa.platform.rest.PlainText;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The displayed name of a tenant: Unicode form NFKC, 1 to 100 characters, single blanks, no control characters and no
 * invisible ones.
 *
 * <p>A name never contains text that Keycloak's own pages and mails would not show literally: their sanitizer decodes
 * character references and then keeps links and images, and their texts resolve <code>${…}</code>. Other braces,
 * quotes, apostrophes, dollar signs, ampersands and {@code <} before a digit or a blank are ordinary text.
 *
 * @param value as shown
 */
public record TenantName(String value) {

    public static final int LONGEST = 100;

    /** Of a name before it is normalized: composed characters may come in parts. */
    public static final int LONGEST_TYPED = 4 * LONGEST;

    private static final int LONGEST_SLUG = 50;

    /** The start of a tag or comment, a character reference, a placeholder of Keycloak's texts. */
    private static final Pattern MARKUP = Pattern.compile(
            "<[\\p{L}/!?_:%]" + "|&#|&\\p{Alpha}\\p{Alnum}+;|&(?i:lt|gt|amp|quot|apos)(?!\\p{Alnum})" + "|\\$\\{");

    /** @return empty if the text is not a valid name */
    public static Optional<TenantName> parse(String raw) {
        if (raw.length() > LONGEST_TYPED || !PlainText.is(raw.strip())) {
            return Optional.empty();
        }
        String value = tidy(raw);
        int length = value.codePointCount(0, value.length());
        if (length < 1
                || length > LONGEST
                || !PlainText.is(value)
                || MARKUP.matcher(value).find()) {
            return Optional.empty();
        }
        TenantName name = new TenantName(value);
        return name.key().isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Equal for names that look the same to a reader, see {@link #keyOf}. */
    public String key() {
        return keyOf(value);
    }

    /**
     * Equal for names that look the same to a reader: ignores case, width, blanks and invisible characters. Blanks are
     * ignored because some characters look like a blank in one font and are invisible in another.
     *
     * @param name of any organization, a valid name or not
     */
    public static String keyOf(String name) {
        StringBuilder seen = new StringBuilder();
        folded(name)
                .codePoints()
                .filter(point -> !Invisible.is(point) && !Invisible.isBlank(point))
                .forEach(seen::appendCodePoint);
        return Normalizer.normalize(seen, Normalizer.Form.NFKC);
    }

    /** For the alias: lower-case ASCII letters, digits and single hyphens, at most 50; never empty. */
    public String slug() {
        String ascii = Normalizer.normalize(folded(value), Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .replaceAll("[^a-z0-9]+", "-");
        ascii = ascii.replaceAll("^-+", "");
        if (ascii.length() > LONGEST_SLUG) {
            ascii = ascii.substring(0, LONGEST_SLUG);
        }
        ascii = ascii.replaceAll("-+$", "");
        return ascii.isEmpty() ? "tenant" : ascii;
    }

    /** To lower, upper and lower case again, so that "Straße", "STRASSE" and "STRAẞE" are equal. */
    private static String folded(String name) {
        String lower = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    /** Repeats until nothing changes: once a character is removed, its neighbors may combine. */
    private static String tidy(String raw) {
        String before;
        String after = raw;
        do {
            before = after;
            after = withoutInvisible(Normalizer.normalize(before, Normalizer.Form.NFKC));
        } while (!after.equals(before));
        return after;
    }

    private static String withoutInvisible(String text) {
        StringBuilder shown = new StringBuilder();
        int before = ' ';
        for (int point : text.codePoints().toArray()) {
            boolean blank = Invisible.isBlank(point);
            if (blank ? !Invisible.isBlank(before) : !Invisible.is(point) || Invisible.shapes(point, before)) {
                shown.appendCodePoint(blank ? ' ' : point);
                before = point;
            }
        }
        return shown.toString().strip();
    }

    @Override
    public String toString() {
        return value;
    }
}
