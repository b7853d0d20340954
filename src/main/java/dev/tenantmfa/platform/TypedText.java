package dev.tenantmfa.platform;

import java.text.Normalizer;

/**
 * Text as a user typed or pasted it, for codes and numbers. Invisible characters are ignored, and characters that look
 * like an ASCII digit or letter count as that one.
 */
public final class TypedText {

    /** Removing a character can join two others that NFKC changes again. Two rounds are enough for all known text. */
    private static final int MOST_ROUNDS = 8;

    private TypedText() {}

    /**
     * NFKC (UAX #15), without invisible and control characters, with ASCII digits for the decimal digits of all scripts
     * and ASCII spaces for all kinds of blanks.
     */
    public static String plain(String raw) {
        String text = raw;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String next = visible(Normalizer.normalize(text, Normalizer.Form.NFKC));
            if (next.equals(text)) {
                return text;
            }
            text = next;
        }
        return text;
    }

    private static String visible(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isBlank(point)) {
                kept.append(' ');
            } else if (Character.isDigit(point)) {
                kept.append(Character.digit(point, 10));
            } else if (!isInvisible(point)) {
                kept.appendCodePoint(point);
            }
        });
        return kept.toString();
    }

    /** Spaces, line ends and tabs of all kinds, and the blanks that Unicode does not count as spaces. */
    public static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x0085 || point == 0x2800;
    }

    /**
     * Format characters (category Cf), control characters, and other characters without a glyph by the property
     * Default_Ignorable_Code_Point (Unicode, DerivedCoreProperties), which Java does not provide: variation selectors,
     * fillers and joiners.
     */
    public static boolean isInvisible(int point) {
        int type = Character.getType(point);
        return type == Character.FORMAT
                || type == Character.CONTROL
                || point == 0x034F
                || point >= 0x115F && point <= 0x1160
                || point >= 0x17B4 && point <= 0x17B5
                || point >= 0x180B && point <= 0x180F
                || point >= 0x2060 && point <= 0x206F
                || point == 0x3164
                || point >= 0xFE00 && point <= 0xFE0F
                || point == 0xFFA0
                || point >= 0xFFF0 && point <= 0xFFF8
                || point >= 0x1BCA0 && point <= 0x1BCA3
                || point >= 0x1D173 && point <= 0x1D17A
                || point >= 0xE0000 && point <= 0xE0FFF;
    }
}
