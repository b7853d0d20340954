package dev.tenantmfa.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Chunks of another size than those of {@link PersonEventsTest}. */
class EventChunksTest {

    private static final int STORED = 45;

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
    void readsEndWithTheEvents() {
        assertThat(find(20, event -> false, 20)).isEmpty();
        assertThat(reads).containsExactly(0, 20, 40);
    }

    private List<String> find(int size, Predicate<String> wanted, int max) {
        IntFunction<List<String>> chunks = first -> {
            reads.add(first);
            return IntStream.range(first, Math.min(first + size, STORED))
                    .mapToObj(Integer::toString)
                    .toList();
        };
        return EventChunks.find(size, chunks, event -> event, wanted, max);
    }
}
