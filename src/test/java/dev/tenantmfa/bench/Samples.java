package dev.tenantmfa.bench;

import java.time.Duration;
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

    Duration total() {
        return Duration.ofNanos(nanos.stream().mapToLong(Long::longValue).sum());
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

    /** The head of a table of such rows. */
    static List<String> head(String first, String second) {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "| what | %s | %s | ratio | ratio of the fastest quarter "
                                + "| 10th to 90th percentile of the first | samples |",
                        first,
                        second),
                "|---|---|---|---|---|---|---|");
    }

    /**
     * A row of a table: both medians, their ratio, that of the 25th percentiles (which a busy machine disturbs less),
     * and the spread of ours.
     */
    static String row(String what, Samples ours, Samples theirs) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.2f | %.2f | %.1f to %.1f ms | %d |",
                what,
                ours.medianMillis(),
                theirs.medianMillis(),
                ours.medianMillis() / theirs.medianMillis(),
                ours.percentileMillis(25) / theirs.percentileMillis(25),
                ours.percentileMillis(10),
                ours.percentileMillis(90),
                ours.count());
    }
}
