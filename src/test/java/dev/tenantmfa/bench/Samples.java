package dev.tenantmfa.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Durations of one thing, measured several times. */
final class Samples {

    private final List<Long> nanos = new ArrayList<>();

    void add(long durationNanos) {
        nanos.add(durationNanos);
    }

    int count() {
        return nanos.size();
    }

    double medianMillis() {
        return percentileMillis(50);
    }

    double percentileMillis(int percent) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(sorted);
        int index = Math.min(sorted.length - 1, sorted.length * percent / 100);
        return sorted[index] / 1_000_000.0;
    }

    /** A row of a table: both medians, their ratio, and the spread of ours. */
    static String row(String what, Samples ours, Samples theirs) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.2f | %.1f to %.1f ms | %d |",
                what,
                ours.medianMillis(),
                theirs.medianMillis(),
                ours.medianMillis() / theirs.medianMillis(),
                ours.percentileMillis(10),
                ours.percentileMillis(90),
                ours.count());
    }
}
