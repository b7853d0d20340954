package dev.tenantmfa.it.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** All chance in one attack; the same seed and number throw the same. */
record Dice(SplittableRandom random) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    static Dice of(long seed, int number) {
        return new Dice(new SplittableRandom(seed * 31 + number * GOLDEN));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    <T> T of(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    @SafeVarargs
    final <T> T oneOf(T... choices) {
        return choices[below(choices.length)];
    }

    /** So many characters of all planes of Unicode, control characters and halves of pairs among them. */
    String noise(int length) {
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < length; i++) {
            switch (below(4)) {
                case 0 -> noise.append((char) below(0x80));
                case 1 -> noise.append((char) below(0x10000));
                case 2 -> noise.appendCodePoint(0x10000 + below(0xFFFFF));
                default -> noise.append((char) ('0' + below(10)));
            }
        }
        return noise.toString();
    }
}
