package dev.tenantmfa.it.server;

import dev.tenantmfa.it.actors.Http;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;

/** What {@code /metrics} said at one moment. */
public final class Scrape {
    private static final String OURS = "tenant_mfa_";

    private final List<String> lines;

    private Scrape(List<String> lines) {
        this.lines = lines;
    }

    /** Reads the management interface of a server on this machine. */
    public static Scrape of(int managementPort) {
        URI uri = URI.create("http://localhost:" + managementPort + "/metrics");
        return new Scrape(Http.send(HttpRequest.newBuilder(uri).header("Accept", "text/plain"))
                .expect(200)
                .text()
                .lines()
                .toList());
    }

    /** The extension's lines, comments included. */
    public List<String> ours() {
        return lines.stream().filter(line -> line.contains(OURS)).toList();
    }

    /** The sum of what has these labels, 0 where nothing has. */
    public double value(String name, Map<String, String> labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> labels.entrySet().stream()
                        .allMatch(label -> line.contains(label.getKey() + "=\"" + label.getValue() + "\"")))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
