package dev.tenantmfa.it.actors;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many who do something at the same moment. */
public final class AtOnce {
    private AtOnce() {}

    /**
     * Makes {@code count} calls, each in a thread of its own, none before all threads are there.
     *
     * @param call what to do, by its number from 0
     * @return what came of the calls, in the order of their numbers
     * @throws ExecutionException if one of them threw something; the others are made all the same
     */
    public static <T> List<T> run(int count, IntFunction<T> call) throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        CyclicBarrier everybody = new CyclicBarrier(count);
        try {
            List<Future<T>> running = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit((Callable<T>) () -> {
                        everybody.await();
                        return call.apply(i);
                    }))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
