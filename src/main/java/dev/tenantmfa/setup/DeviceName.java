package dev.tenantmfa.setup;

import dev.tenantmfa.platform.Invisible;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * The name that a user gives an authenticator app: NFKC, trimmed, at most {@value #MAX_LENGTH} characters. Pages and mails
 * escape it; only <code>${…}</code>, which Keycloak's texts resolve, would not show literally and is refused.
 */
public final class DeviceName {

    public static final int MAX_LENGTH = 64;

    private static final String PLACEHOLDER = "${";

    private DeviceName() {}

    /** The name as it is stored; empty where none was given. */
    public static String normalize(@Nullable String raw) {
        return raw == null
                ? ""
                : Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
    }

    /** Whether it is short enough and free of control and formatting characters. */
    public static boolean isAllowed(String name) {
        return name.codePointCount(0, name.length()) <= MAX_LENGTH
                && !name.contains(PLACEHOLDER)
                && name.codePoints().noneMatch(DeviceName::isInvisible);
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        // Variation selectors choose between two pictures of one emoji.
        boolean ignorable = Invisible.is(c) && (c < 0xFE00 || c > 0xFE0F);
        return ignorable
                || c == 0x2800
                || type == Character.CONTROL
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
