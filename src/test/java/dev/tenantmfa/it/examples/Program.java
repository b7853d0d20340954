package dev.tenantmfa.it.examples;

import dev.tenantmfa.it.server.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program to run, with its folder and environment. It gets no terminal: what it asks, it reads from a pipe. */
final class Program {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<String> command;
    private final ProcessBuilder builder;

    private Program(Path folder, List<String> command) {
        this.command = command;
        this.builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
    }

    /** A program that starts in one of the folders of {@code examples/}. */
    static Program inExample(String example, String... command) {
        return new Program(folderOf(example), List.of(command));
    }

    /** A program that starts in any folder. */
    static Program in(Path folder, String... command) {
        return new Program(folder, List.of(command));
    }

    static Path folderOf(String example) {
        return Path.of(System.getProperty("project.root", ""), "examples", example)
                .toAbsolutePath();
    }

    /** A file beside these tests, such as a driver for a program. */
    static String resource(String name) {
        return Path.of(System.getProperty("project.root", ""), "src", "test", "resources", "examples", name)
                .toAbsolutePath()
                .toString();
    }

    /** Skips the test where this command does not run to a good end. */
    static void require(String what, String... command) {
        boolean present;
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            present = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
            process.destroyForcibly();
        } catch (IOException e) {
            present = false; // no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (!present) {
            // Maven counts a class that is skipped as a whole as no tests, and names no reason.
            String reason = "Skipped: this example needs " + what + ", which this machine does not have.";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
    }

    /** The same program with a variable in its environment. */
    Program with(String name, String value) {
        builder.environment().put(name, value);
        return this;
    }

    /** Runs it to its end with these lines as its input. */
    Finished run(String... input) {
        try (Running running = start()) {
            for (String line : input) {
                running.type(line);
            }
            return running.awaitEnd();
        }
    }

    Running start() {
        try {
            return new Running(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A program that has ended.
     *
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    record Finished(List<String> command, int exitCode, String out, String err) {
        /** This, if it ended well. */
        Finished expectSuccess() {
            return expect(0);
        }

        Finished expect(int expected) {
            if (exitCode != expected) {
                throw new AssertionError("Expected exit code " + expected + " of " + this);
            }
            return this;
        }

        @Override
        public String toString() {
            return command + ": exit code " + exitCode + "\n" + out + "\n--- errors\n" + err;
        }
    }

    /** A program at work. Closing ends it with all that it started. */
    final class Running implements AutoCloseable {
        private final Process process;
        private final Collected out;
        private final Collected err;

        private Running(Process process) {
            this.process = process;
            this.out = Collected.of(process.getInputStream());
            this.err = Collected.of(process.getErrorStream());
        }

        /** Writes a line to its input. */
        void type(String line) {
            try {
                Writer in = process.outputWriter(StandardCharsets.UTF_8);
                in.write(line + "\n");
                in.flush();
            } catch (IOException e) {
                throw new AssertionError("No longer reads: " + finished(-1), e);
            }
        }

        /** Waits for a line that starts so; gives the line. */
        String awaitLine(String start) {
            return await("\"" + start + "\"", 0, line -> line.startsWith(start));
        }

        /** Waits for the first line that it writes from {@code begin} on. */
        String awaitLineFrom(int begin) {
            return await("an answer", begin, line -> !line.isBlank());
        }

        private String await(String what, int begin, Predicate<String> wanted) {
            return Await.value(what + " from " + command, LIMIT, () -> {
                String text = out.text().substring(begin);
                Optional<String> line = text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .filter(wanted)
                        .findFirst();
                if (line.isEmpty() && !process.isAlive() && out.isComplete()) {
                    throw new AssertionError("Ended without " + what + ": " + finished(process.exitValue()));
                }
                return line;
            });
        }

        /** How much it has written so far. */
        int outputLength() {
            return out.text().length();
        }

        Finished awaitEnd() {
            try {
                process.outputWriter(StandardCharsets.UTF_8).close();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    close();
                    throw new AssertionError("Took longer than " + LIMIT.toSeconds() + " s: " + finished(-1));
                }
                out.await(LIMIT);
                err.await(LIMIT);
                return finished(process.exitValue());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            List<ProcessHandle> tree =
                    new ArrayList<>(Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                            .toList());
            tree.forEach(ProcessHandle::destroyForcibly);
        }

        private Finished finished(int exitCode) {
            return new Finished(command, exitCode, out.text(), err.text());
        }
    }
}
