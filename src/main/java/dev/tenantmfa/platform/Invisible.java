package dev.tenantmfa.platform;

/**
 * Characters that show nothing, or only a blank. Two names that differ only in these look the same.
 *
 * <p>The list is Unicode's property {@code Default_Ignorable_Code_Point} (Unicode 15, DerivedCoreProperties), which
 * Java does not provide, with all format characters (category Cf).
 */
public final class Invisible {

    private static final int BRAILLE_BLANK = 0x2800;

    /** First and last of each range, in addition to category Cf. Java treats Hangul fillers as letters. */
    private static final int[][] IGNORABLE = {
        {0x034F, 0x034F}, {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2060, 0x206F}, {0x3164, 0x3164},
        {0xFE00, 0xFE0F}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}
    };

    private Invisible() {}

    /** Whether the character shows nothing. */
    public static boolean is(int point) {
        if (Character.getType(point) == Character.FORMAT) {
            return true;
        }
        for (int[] range : IGNORABLE) {
            if (point >= range[0] && point <= range[1]) {
                return true;
            }
        }
        return false;
    }

    /** Whether the character shows as a blank. */
    public static boolean isBlank(int point) {
        return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == BRAILLE_BLANK;
    }

    /**
     * Whether an invisible character changes how the character before it is shown: the joiners and variation selectors
     * of emoji and of scripts such as Persian and Hindi. After a blank or an ASCII character they change nothing.
     */
    public static boolean shapes(int point, int before) {
        boolean joinerOrSelector = point == 0x200C || point == 0x200D || (point >= 0xFE00 && point <= 0xFE0F);
        return joinerOrSelector && before > 0x7F && !isBlank(before) && !is(before);
    }
}
