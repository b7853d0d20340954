package dev.tenantmfa.platform.store;

import java.util.Locale;

/** Patterns for {@code lower(column) like :pattern escape '!'}, which find a text literally except for case. */
public final class LikePattern {

    private LikePattern() {}

    /** Of values that contain the text. */
    public static String containing(String text) {
        return "%" + of(text) + "%";
    }

    /** Of values that are the text. */
    public static String of(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0");
    }
}
