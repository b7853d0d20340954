package dev.tenantmfa.tenant.name;

/** Writes a label of a domain in ASCII (RFC 3492). Java has this only together with the mappings of IDNA 2003. */
public final class Punycode {

    private static final int BASE = 36;
    private static final int LEAST = 1;
    private static final int MOST = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_POINT = 0x80;

    private Punycode() {}

    /**
     * @param label in lower case, at most as long as an e-mail address, because the time grows with the square of the
     *     length
     */
    public static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder ascii = new StringBuilder();
        label.codePoints().filter(point -> point < FIRST_POINT).forEach(ascii::appendCodePoint);
        int basic = ascii.length();
        int handled = basic;
        if (basic > 0) {
            ascii.append('-');
        }
        int point = FIRST_POINT;
        int delta = 0;
        int bias = FIRST_BIAS;
        while (handled < points.length) {
            int next = nextPoint(points, point);
            delta += (next - point) * (handled + 1);
            for (int each : points) {
                if (each < next) {
                    delta++;
                } else if (each == next) {
                    append(ascii, delta, bias);
                    bias = adapt(delta, handled + 1, handled == basic);
                    delta = 0;
                    handled++;
                }
            }
            delta++;
            point = next + 1;
        }
        return ascii.toString();
    }

    private static int nextPoint(int[] points, int least) {
        int next = Integer.MAX_VALUE;
        for (int point : points) {
            if (point >= least && point < next) {
                next = point;
            }
        }
        return next;
    }

    private static void append(StringBuilder ascii, int delta, int bias) {
        int rest = delta;
        for (int k = BASE; ; k += BASE) {
            int threshold = Math.max(LEAST, Math.min(MOST, k - bias));
            if (rest < threshold) {
                ascii.append(digit(rest));
                return;
            }
            ascii.append(digit(threshold + (rest - threshold) % (BASE - threshold)));
            rest = (rest - threshold) / (BASE - threshold);
        }
    }

    private static char digit(int value) {
        return Character.forDigit((value + 10) % BASE, BASE);
    }

    private static int adapt(int delta, int handled, boolean first) {
        int rest = first ? delta / DAMP : delta / 2;
        rest += rest / handled;
        int k = 0;
        while (rest > (BASE - LEAST) * MOST / 2) {
            rest /= BASE - LEAST;
            k += BASE;
        }
        return k + (BASE - LEAST + 1) * rest / (rest + SKEW);
    }
}
