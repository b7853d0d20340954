package dev.tenantmfa.platform.rest;

/** What counts as text in names, searches and ids: no control characters, which break databases and logs. */
public final class PlainText {

    private PlainText() {}

    /** Whether the text is free of control characters and of halves of surrogate pairs. */
    public static boolean is(String text) {
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            int type = Character.getType(point);
            if (type == Character.CONTROL
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || isDirectionOverride(point)) {
                return false;
            }
            i += Character.charCount(point);
        }
        return true;
    }

    /** Characters that change the reading direction, which can make a name look like another one. */
    private static boolean isDirectionOverride(int point) {
        return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    }
}
