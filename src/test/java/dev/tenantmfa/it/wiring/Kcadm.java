package dev.tenantmfa.it.wiring;

import dev.tenantmfa.it.RunFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Keycloak's own command line in a shell that finds {@code kcadm.sh}, as an administrator of the realm {@code master}.
 *
 * @param server its address
 */
record Kcadm(URI server) {

    private static final long LIMIT_MINUTES = 5;
    private static final String SCRIPT = "kcadm.sh";
    private static final String ADMINISTRATOR = " --realm master --user admin --password admin";

    /** Of a command that does not read a login that another one stored. */
    private static final String LOGIN = "KCADM_LOGIN";

    private static final class Loop {
        static final Path FOLDER = start();
    }

    /**
     * Runs the command as it is, with all quotes that it has.
     *
     * @return what it printed
     * @throws AssertionError if it fails
     */
    String run(String command) {
        return shell(command, Map.of(LOGIN, "--no-config --server " + server + ADMINISTRATOR));
    }

    /** Runs a script of several commands, after a login that they use. Returns and throws as {@link #run}. */
    String runLoggedIn(String script) {
        return shell(SCRIPT + " config credentials --server " + server + ADMINISTRATOR + "\n" + script, Map.of());
    }

    private static String shell(String script, Map<String, String> environment) {
        Path log = Loop.FOLDER.resolve("log");
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", script).redirectErrorStream(true).redirectOutput(log.toFile());
        shell.environment().merge("PATH", Loop.FOLDER.toString(), (path, ours) -> ours + File.pathSeparator + path);
        shell.environment().putAll(environment);
        try {
            Process process = shell.start();
            boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
            process.destroyForcibly();
            String printed = Files.readString(log);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(script + "\n" + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the process that carries out the commands, which ends with this one. */
    private static Path start() {
        try {
            Path folder =
                    Files.createDirectories(RunFiles.work().resolve("kcadm")).toAbsolutePath();
            for (String pipe : List.of(KcadmLoop.REQUEST, KcadmLoop.ANSWER)) {
                Files.deleteIfExists(folder.resolve(pipe));
                if (new ProcessBuilder("mkfifo", folder.resolve(pipe).toString())
                                .start()
                                .waitFor()
                        != 0) {
                    throw new IOException("no pipe in " + folder);
                }
            }
            writeScript(folder);
            new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Duser.home=" + folder,
                            "-cp",
                            classPath(),
                            KcadmLoop.class.getName(),
                            folder.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("loop.log").toFile())
                    .start();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void writeScript(Path folder) throws IOException {
        Path script = folder.resolve(SCRIPT);
        Files.writeString(script, """
                #!/bin/sh
                cd "$(dirname "$0")"
                for argument in "$@" $KCADM_LOGIN; do printf '%s\\0' "$argument"; done > request
                cat answer
                cat errors >&2
                exit "$(cat code)"
                """);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
    }

    /** The command line of the distribution, what it loads beside it, and the loop. */
    private static String classPath() throws IOException {
        Path client = Path.of(System.getProperty("keycloak.home"), "bin", "client");
        try (Stream<Path> jars = Files.walk(client)) {
            List<String> entries = Stream.concat(
                            jars.map(Path::toString).filter(name -> name.endsWith(".jar") && !name.contains("fips")),
                            Stream.of(classes()))
                    .toList();
            return String.join(File.pathSeparator, entries);
        }
    }

    private static String classes() {
        return new File(Kcadm.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
    }
}
