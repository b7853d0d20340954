package dev.tenantmfa.it.assurance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A choice of combinations in which each pair of values that can meet at all meets at least once. The same in each run:
 * greedy, in an order that a fixed seed shuffles.
 */
final class CoveringChoice {
    private static final long SEED = 20_261_128;

    private CoveringChoice() {}

    /** @param cells all combinations that can be tested */
    static List<Cell> of(Collection<Cell> cells) {
        List<Cell> candidates = new ArrayList<>(cells);
        Collections.shuffle(candidates, new Random(SEED));
        Map<Cell, Set<Set<Enum<?>>>> pairs = new HashMap<>();
        candidates.forEach(cell -> pairs.put(cell, pairs(cell)));
        Set<Set<Enum<?>>> uncovered = new HashSet<>();
        pairs.values().forEach(uncovered::addAll);
        List<Cell> chosen = new ArrayList<>();
        while (!uncovered.isEmpty()) {
            Cell best = best(candidates, pairs, uncovered);
            uncovered.removeAll(pairs.get(best));
            chosen.add(best);
        }
        return chosen;
    }

    static Set<Set<Enum<?>>> pairs(Cell cell) {
        List<Enum<?>> values = cell.values();
        Set<Set<Enum<?>>> pairs = new HashSet<>();
        for (int i = 0; i < values.size(); i++) {
            for (int j = i + 1; j < values.size(); j++) {
                pairs.add(Set.of(values.get(i), values.get(j)));
            }
        }
        return pairs;
    }

    private static Cell best(List<Cell> candidates, Map<Cell, Set<Set<Enum<?>>>> pairs, Set<Set<Enum<?>>> uncovered) {
        Cell best = null;
        long most = 0;
        for (Cell candidate : candidates) {
            long covers =
                    pairs.get(candidate).stream().filter(uncovered::contains).count();
            if (covers > most) {
                most = covers;
                best = candidate;
            }
        }
        return best;
    }
}
