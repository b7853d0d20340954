package dev.tenantmfa.tenant.name;

import dev.tenantmfa.platform.rest.PlainText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the name of an organization safe for a page or a mail. A {@link TenantName} is not changed; a name from the
 * console, an import or an earlier version may contain anything.
 */
public final class ShownName {

    /** Invisible, and prevents the characters next to it from being read as markup. */
    private static final String WORD_JOINER = "\u2060";

    private static final Pattern TAG = Pattern.compile("<(?=[\\p{L}/!?_:%])");
    private static final Pattern REFERENCE = Pattern.compile("&(?=#|\\p{Alpha}\\p{Alnum})");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$(?=\\{)");

    private static final Pattern BRACE = Pattern.compile("[{}]");

    private ShownName() {}

    /** For our own templates, which escape their output: one line, read in one direction. */
    public static String in(String name) {
        StringBuilder shown = new StringBuilder();
        for (int point : name.codePoints().toArray()) {
            if (PlainText.is(Character.toString(point))) {
                shown.appendCodePoint(point);
            } else if (Character.isWhitespace(point)) {
                shown.append(' ');
            }
        }
        return shown.toString().strip();
    }

    /**
     * For a value that Keycloak prints through its sanitizer, which decodes character references and keeps links: an
     * invisible character breaks each tag and reference.
     */
    public static String asSanitized(String name) {
        String text = TAG.matcher(in(name)).replaceAll("<" + WORD_JOINER);
        text = REFERENCE.matcher(text).replaceAll("&" + WORD_JOINER);
        return PLACEHOLDER.matcher(text).replaceAll("\\$" + WORD_JOINER);
    }

    /**
     * For a value that Keycloak puts into a pattern of {@link java.text.MessageFormat} and prints through its
     * sanitizer, such as the headings of the pages to join and to register.
     */
    public static String asPattern(String name) {
        String text = asSanitized(name).replace("'", "''");
        Matcher brace = BRACE.matcher(text);
        // A doubled apostrophe inside quotes is also a single one, so one pair of quotes is enough.
        return brace.find() ? text.substring(0, brace.start()) + "'" + text.substring(brace.start()) + "'" : text;
    }
}
