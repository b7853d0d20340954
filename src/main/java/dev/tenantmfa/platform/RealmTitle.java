package dev.tenantmfa.platform;

import java.util.regex.Pattern;
import org.keycloak.models.RealmModel;

/**
 * A realm's display name as plain text, for places that know neither HTML nor Keycloak's message bundles: authenticator
 * apps, SMS, text files.
 */
public final class RealmTitle {

    /** A tag, a comment, or one that is not closed; a lone {@code <} is text. */
    private static final Pattern MARKUP = Pattern.compile("<[A-Za-z/!?][^>]*(>|$)");
    /** Keycloak puts texts of its bundles there. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*}");

    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\p{Zs}]+");
    /** Characters that change the direction of what follows. */
    private static final Pattern DIRECTION = Pattern.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]");

    private RealmTitle() {}

    /** The display name where it is plain text after its tags are taken out, else the realm's name. */
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

    /** Until nothing changes: what is left by one tag, or written as entities, may be another tag. */
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
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&apos;", "'")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&");
    }
}
