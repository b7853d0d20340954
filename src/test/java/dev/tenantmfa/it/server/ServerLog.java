package dev.tenantmfa.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a Keycloak process has written to its console so far, kept in a file.
 *
 * <p>The server writes on its own time: a test that expects a line awaits it, a test that expects none to appear
 * first awaits something that is written later.
 */
public final class ServerLog {
    private static final int TAIL_LINES = 50;
    private static final int TAIL_BYTES = 64 * 1024;

    private final Path file;

    ServerLog(Path file) {
        this.file = file;
    }

    /** The file with the log. */
    public Path file() {
        return file;
    }

    /** All lines so far: few where the server has just started, a great many after a run of generated input. */
    public List<String> lines() {
        return since(0);
    }

    /** The present end of the log, for {@link #since(long)} and {@link #textSince(long)}; in bytes. */
    public long mark() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that were written after {@code mark}. */
    public List<String> since(long mark) {
        return textSince(mark).lines().toList();
    }

    /** What was written after {@code mark}. */
    public String textSince(long mark) {
        if (!Files.exists(file)) {
            return "";
        }
        try (var channel = Files.newByteChannel(file)) {
            channel.position(mark);
            return new String(
                    java.nio.channels.Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits at most ten seconds for a line after {@code mark} that fits. */
    public String await(long mark, Predicate<String> fits) {
        return Await.value(
                "a fitting line in " + file,
                Duration.ofSeconds(10),
                () -> since(mark).stream().filter(fits).findFirst());
    }

    /** The last lines, for messages about a failure. */
    public String tail() {
        List<String> lines = since(Math.max(0, mark() - TAIL_BYTES));
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
