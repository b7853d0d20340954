package dev.tenantmfa.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The load of both sides in turn.
 *
 * @param theirs as many as {@code ours}
 */
record LoadTurns(List<LoadSide.Turn> ours, List<LoadSide.Turn> theirs) {

    /** What one side does in its turn. */
    @FunctionalInterface
    interface Work {
        LoadSide.Turn of(LoadSide side) throws IOException;
    }

    /** Each turn begins with the other side than the one before. */
    static LoadTurns measure(LoadSide ours, LoadSide theirs, int turns, Work work) throws IOException {
        List<LoadSide.Turn> first = new ArrayList<>();
        List<LoadSide.Turn> second = new ArrayList<>();
        for (int turn = 0; turn < turns; turn++) {
            if (turn % 2 == 0) {
                first.add(work.of(ours));
                second.add(work.of(theirs));
            } else {
                second.add(work.of(theirs));
                first.add(work.of(ours));
            }
        }
        return new LoadTurns(first, second);
    }

    /** All of these turns. */
    static LoadTurns of(List<LoadTurns> several) {
        return new LoadTurns(
                several.stream().flatMap(one -> one.ours().stream()).toList(),
                several.stream().flatMap(one -> one.theirs().stream()).toList());
    }

    /** The head of a table of such rows. */
    static List<String> head() {
        return List.of("| what | ours | Keycloak's own | ratio | ratio of each turn |", "|---|---|---|---|---|");
    }

    /** @param nodes how many there are, and what is special; each row says it */
    List<String> rows(String nodes) {
        return List.of(
                row("logins per second, " + nodes, turn -> turn.load().perSecond()),
                row(
                        "processor time of the nodes for a login, compilers left out, ms, " + nodes,
                        LoadSide.Turn::nodeMillis),
                row(
                        "median of a login under load, ms, " + nodes,
                        turn -> turn.load().medianMillis()),
                row(
                        "the slowest twentieth of them, ms, " + nodes,
                        turn -> turn.load().p95Millis()));
    }

    /** Medians of the turns, and the median of their ratios: the speed of the machine may change from turn to turn. */
    private String row(String what, ToDoubleFunction<LoadSide.Turn> figure) {
        double[] first = ours.stream().mapToDouble(figure).toArray();
        double[] second = theirs.stream().mapToDouble(figure).toArray();
        double[] ratios = IntStream.range(0, first.length)
                .mapToDouble(turn -> first[turn] / second[turn])
                .toArray();
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %s |",
                what,
                median(first),
                median(second),
                median(ratios),
                Arrays.stream(ratios)
                        .mapToObj(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .collect(Collectors.joining(", ")));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
