package dev.tenantmfa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page that keeps the figures; what is said of them stays as it is. */
final class Page {

    private static final String BEGIN = "<!-- figures: written by ./mvnw -Pbench -->";
    private static final String END = "<!-- end of figures -->";

    private Page() {}

    /** Puts the report in the place of the one before, and gives the file. */
    static Path replaceMeasured(List<String> report) throws IOException {
        Path page = Path.of(System.getProperty("project.root", "")).resolve("docs/benchmarks.md");
        List<String> lines = Files.readAllLines(page);
        int begin = lines.indexOf(BEGIN);
        int end = lines.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(page + " has no place for figures");
        }
        List<String> changed = new ArrayList<>(lines.subList(0, begin + 1));
        changed.addAll(report);
        changed.addAll(lines.subList(end, lines.size()));
        Files.write(page, changed);
        return page;
    }
}
