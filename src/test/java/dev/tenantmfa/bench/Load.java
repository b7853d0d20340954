package dev.tenantmfa.bench;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What was told of a load by Gatling, run in a JVM of its own.
 *
 * @param perSecond logins
 */
record Load(double perSecond, double medianMillis, double p95Millis) {

    /** Begins the line with the figures. */
    static final String TOLD = "Load: ";

    private static final String SIMULATION = "dev.tenantmfa.bench.LoginLoad";
    private static final int AT_ONCE = 8;
    private static final int LIMIT_MINUTES = 10;

    /** Logs that many people in, each once, at these nodes in turn. */
    static Load run(Path work, String realm, String variant, int people, List<URI> nodes) throws IOException {
        Path log = work.resolve("gatling.log");
        Process gatling = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "-Xmx512m",
                        "-Dgatling.data.enableAnalytics=false",
                        "-cp",
                        classPath(),
                        "-Dload.realm=" + realm,
                        "-Dload.variant=" + variant,
                        "-Dload.people=" + people,
                        "-Dload.at-once=" + AT_ONCE,
                        "-Dload.nodes=" + nodes.stream().map(URI::toString).collect(Collectors.joining(",")),
                        "io.gatling.app.Gatling",
                        "--simulation",
                        SIMULATION,
                        "--no-reports",
                        "--results-folder",
                        work.resolve("gatling").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!gatling.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || gatling.exitValue() != 0) {
                gatling.destroyForcibly();
                throw new IllegalStateException("the load failed, see " + log);
            }
        } catch (InterruptedException e) {
            gatling.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        String told = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(TOLD))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the load told nothing, see " + log));
        String[] figures = told.substring(TOLD.length()).split(" ");
        return new Load(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]), Double.parseDouble(figures[2]));
    }

    /** Of the class loader in which Maven runs this. */
    private static String classPath() {
        if (Load.class.getClassLoader() instanceof URLClassLoader loader) {
            return Arrays.stream(loader.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        return System.getProperty("java.class.path");
    }
}
