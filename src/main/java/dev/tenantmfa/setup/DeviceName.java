package dev.tenantmfa.setup;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/** The name that a person gives an authenticator app: NFKC, trimmed, at most {@value #MAX_LENGTH} characters. */
final class DeviceName {

    static final int MAX_LENGTH = 64;

    private DeviceName() {}

    /** The name as it is stored; empty where none was given. */
    static String normalize(@Nullable String raw) {
        return raw == null
                ? ""
                : Normalizer.normalize(raw, Normalizer.Form.NFKC).strip();
    }

    /** Whether it is short enough and free of control and formatting characters. */
    static boolean isAllowed(String name) {
        return name.codePointCount(0, name.length()) <= MAX_LENGTH
                && name.codePoints().noneMatch(DeviceName::isInvisible);
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
