package dev.tenantmfa.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a JVM has taken of the processors, without its compilers: these work for hours after a start. Linux only. */
final class ProcessorTime {

    /** Name of each compiler's thread, as far as the kernel keeps it. */
    private static final List<String> COMPILERS = List.of("(C1 CompilerThre)", "(C2 CompilerThre)");

    /** So that no thread of a compiler ends, and takes its time along. */
    static final String OPTION = "-XX:-UseDynamicNumberOfCompilerThreads";

    private static final int MILLIS_IN_TICK = 10;
    private static final int FIRST_FIELD = 3;
    private static final int USER = 14;
    private static final int SYSTEM = 15;

    private ProcessorTime() {}

    static Duration of(ProcessHandle jvm) throws IOException {
        Duration all = jvm.info().totalCpuDuration().orElseThrow();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(jvm.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                all = all.minus(ofCompiler(thread.resolve("stat")));
            }
        }
        return all;
    }

    private static Duration ofCompiler(Path stat) {
        String text;
        try {
            text = Files.readString(stat, StandardCharsets.UTF_8);
        } catch (IOException e) {
            // The thread has ended, so it was none of a compiler.
            return Duration.ZERO;
        }
        if (COMPILERS.stream().noneMatch(text::contains)) {
            return Duration.ZERO;
        }
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        long ticks = Long.parseLong(fields[USER - FIRST_FIELD]) + Long.parseLong(fields[SYSTEM - FIRST_FIELD]);
        return Duration.ofMillis(ticks * MILLIS_IN_TICK);
    }
}
