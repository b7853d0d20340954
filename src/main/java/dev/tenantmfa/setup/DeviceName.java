package dev.tenantmfa.setup;

import dev.tenantmfa.platform.Invisible;
import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * Name of an authenticator app: NFKC, trimmed, at most {@value #MAX_LENGTH} characters. Pages and mails escape it. Only
 * <code>${…}</code> is refused, because Keycloak's texts would resolve it instead of showing it.
 */
public final class DeviceName {

    public static final int MAX_LENGTH = 64;

    private static final String PLACEHOLDER = "${";

    private DeviceName() {}

    /** The name in its stored form; empty if none was entered. */
    public static String normalize(@Nullable String raw) {
        return raw == null
                ? ""
                : Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
    }

    /** Whether the name is short enough and free of placeholders, control characters and formatting characters. */
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
