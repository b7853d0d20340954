package dev.tenantmfa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM takes of memory, as its own tools and the kernel tell; figures of the kernel are NaN where there is no
 * {@code /proc}.
 *
 * @param liveHeapMb heap in use right after a full collection
 * @param residentMb of the process, at that moment
 * @param peakMb     the most that the process ever had
 */
record Memory(double liveHeapMb, double residentMb, double peakMb) {

    private static final double KB_IN_MB = 1024;
    private static final Pattern USED_HEAP = Pattern.compile("garbage-first heap +total \\d+K, used (\\d+)K");

    static Memory of(ProcessHandle jvm) throws IOException {
        double resident = ofKernel(jvm, "VmRSS");
        jcmd(jvm, "GC.run");
        Matcher used = USED_HEAP.matcher(jcmd(jvm, "GC.heap_info"));
        if (!used.find()) {
            throw new IllegalStateException("no heap of G1 in process " + jvm.pid());
        }
        return new Memory(Long.parseLong(used.group(1)) / KB_IN_MB, resident, ofKernel(jvm, "VmHWM"));
    }

    private static double ofKernel(ProcessHandle jvm, String figure) throws IOException {
        Path status = Path.of("/proc", Long.toString(jvm.pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(figure + ":"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KB_IN_MB)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static String jcmd(ProcessHandle jvm, String command) throws IOException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(List.of(tool.toString(), Long.toString(jvm.pid()), command))
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes());
    }
}
