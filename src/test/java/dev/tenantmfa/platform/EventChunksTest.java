package dev.tenantmfa.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A first chunk of another size than in {@link PersonEventsTest}. */
class EventChunksTest {

    private static final int STORED = 2 * EventChunks.SIZE + 30;

    private final List<Integer> reads = new ArrayList<>();

    @Test
    void oneReadIsEnoughIfAllMatch() {
        assertThat(find(20, event -> true, 20)).hasSize(20);
        assertThat(reads).containsExactly(0);
    }

    @Test
    void nextChunkIsReadForThoseThatDoNotMatch() {
        assertThat(find(10, event -> !event.equals("3"), 10))
                .containsExactly("0", "1", "2", "4", "5", "6", "7", "8", "9", "10");
        assertThat(reads).containsExactly(0, 10);
    }

    @Test
    void fewReadsAreEnoughIfNoneMatches() {
        assertThat(find(1, event -> false, 1)).isEmpty();
        assertThat(reads).containsExactly(0, 1, 1 + EventChunks.SIZE, 1 + 2 * EventChunks.SIZE);
    }

    @Test
    void readsEndWithTheEvents() {
        assertThat(find(20, event -> false, 20)).isEmpty();
        assertThat(reads).containsExactly(0, 20, 20 + EventChunks.SIZE, 20 + 2 * EventChunks.SIZE);
    }

    private List<String> find(int size, Predicate<String> wanted, int max) {
        EventChunks.Chunks<String> chunks = (first, count) -> {
            reads.add(first);
            return IntStream.range(first, Math.min(first + count, STORED))
                    .mapToObj(Integer::toString)
                    .toList();
        };
        return EventChunks.find(size, chunks, event -> event, wanted, max);
    }
}
