package dev.tenantmfa.platform;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.keycloak.models.RealmModel;

/**
 * A realm's display name as plain text, for places without HTML and Keycloak's message bundles: authenticator apps,
 * SMS, text files.
 */
public final class RealmTitle {

    /** A tag or comment, closed or not; a single {@code <} is text. */
    private static final Pattern MARKUP = Pattern.compile("<[A-Za-z/!?][^>]*(>|$)");
    /** A reference that Keycloak replaces with a text of its bundles. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

    /** HTML, numeric character reference. */
    private static final Pattern NUMBERED = Pattern.compile("&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));?");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Zs}]+");
    /** Characters that change the direction of what follows. */
    private static final Pattern DIRECTION = Pattern.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]");

    private static final int HEXADECIMAL = 16;

    private RealmTitle() {}

    /** The display name if it is plain text after its tags are removed, or else the realm's name. */
    public static String of(RealmModel realm) {
        String name = realm.getDisplayName();
        if (name == null || PLACEHOLDER.matcher(name).find()) {
            return realm.getName();
        }
        String plain = withoutMarkup(name);
        plain = DIRECTION.matcher(plain).replaceAll("");
        plain = INVISIBLE.matcher(plain).replaceAll(" ").strip();
        return plain.isEmpty() || PLACEHOLDER.matcher(plain).find() ? realm.getName() : plain;
    }

    /** Repeats until nothing changes: removing a tag or decoding an entity can produce another tag. */
    private static String withoutMarkup(String text) {
        String before;
        String after = text;
        do {
            before = after;
            after = entitiesRead(MARKUP.matcher(before).replaceAll(""));
        } while (!after.equals(before));
        return after;
    }

    private static String entitiesRead(String text) {
        return NUMBERED.matcher(text)
                .replaceAll(entity -> Matcher.quoteReplacement(character(entity)))
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }

    private static String character(MatchResult entity) {
        int point = entity.group(1) != null
                ? Integer.parseInt(entity.group(1))
                : Integer.parseInt(entity.group(2), HEXADECIMAL);
        return Character.isValidCodePoint(point) ? Character.toString(point) : "";
    }
}
