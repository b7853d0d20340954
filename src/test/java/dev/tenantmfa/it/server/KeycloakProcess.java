package dev.tenantmfa.it.server;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A running {@code kc.sh} with all that it started. It ends with {@link #close()}, at the latest with this JVM.
 */
public final class KeycloakProcess implements AutoCloseable {
    static final String JAVA_HOME = "keycloak.java.home";

    private static final String OPTIONS = "JAVA_OPTS_APPEND";
    private static final Duration STOP_LIMIT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Set<KeycloakProcess> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(KeycloakProcess::close), "stop-keycloak"));
    }

    private final Process process;
    private final String command;
    private final ServerLog log;

    private KeycloakProcess(Process process, String command, ServerLog log) {
        this.process = process;
        this.command = command;
        this.log = log;
        RUNNING.add(this);
    }

    /**
     * Starts {@code kc.sh command options…} on {@link #javaHome()}; returns at once.
     *
     * @param environment added to the environment of this JVM
     * @param logFile     takes standard output and standard error; an older one is replaced
     */
    public static KeycloakProcess launch(
            KeycloakInstallation installation,
            String command,
            List<String> options,
            Map<String, String> environment,
            Path logFile) {
        List<String> line = new ArrayList<>(installation.run());
        line.add(command);
        line.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(installation.home().toFile())
                .redirectErrorStream(true)
                .redirectOutput(logFile.toFile())
                .redirectInput(new File(isWindows() ? "NUL" : "/dev/null"));
        // What the caller's shell holds for some other Keycloak or JVM must not decide here.
        builder.environment().keySet().removeIf(name -> name.startsWith("KC_") || name.startsWith("JAVA_OPTS"));
        builder.environment().put("JAVA_HOME", javaHome().toString());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(logFile.toAbsolutePath().getParent());
            return new KeycloakProcess(builder.start(), command, new ServerLog(logFile));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Environment of a Keycloak that shall start fast and stay small; not for measurements. */
    public static Map<String, String> smallHeap() {
        // The usual cache for code is full after some minutes; from then on methods are compiled again and again. Young
        // objects get most of the heap, since most of what a request makes is garbage when it ends. With huge
        // pages, the servers need 8 % less processor time.
        return Map.of(
                OPTIONS,
                "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=160m -XX:-UseG1GC -XX:+UseSerialGC"
                        + " -Xms768m -Xmx768m -Xmn448m" + (isLinux() ? " -XX:+UseTransparentHugePages" : ""));
    }

    /**
     * As {@link #smallHeap()}, for commands and nodes, of which a run starts many: they do not verify the classes, which takes a tenth
     * of a start. The servers that test classes share verify them.
     */
    public static Map<String, String> shortLived() {
        return Map.of(
                OPTIONS, smallHeap().get(OPTIONS) + " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote");
    }

    /** The JDK that Keycloak runs on: system property {@value #JAVA_HOME}, by default the one of this JVM. */
    public static Path javaHome() {
        return Path.of(System.getProperty(JAVA_HOME, System.getProperty("java.home")));
    }

    /** What it has written so far. */
    public ServerLog log() {
        return log;
    }

    /** The process id of {@code kc.sh}. */
    public long pid() {
        return process.pid();
    }

    /**
     * Waits until the health endpoint says that Keycloak is ready ("started in" in the log comes too early).
     *
     * @throws ServerFailure when the process ends before, or is not ready within {@code limit}
     */
    public void awaitReady(int managementPort, Duration limit) {
        HealthEndpoint health = new HealthEndpoint(managementPort);
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0) {
            if (hasEndedWithin(POLL)) {
                throw failure("ended with exit code " + process.exitValue() + " before it was ready");
            }
            if (health.saysReady()) {
                return;
            }
        }
        close();
        throw failure("was not ready after " + limit.toSeconds() + " s");
    }

    /**
     * Waits for the end of a command such as {@code build}.
     *
     * @throws ServerFailure when it fails or takes longer than {@code limit}
     */
    public void awaitSuccess(Duration limit) {
        boolean ended = hasEndedWithin(limit);
        close();
        if (!ended) {
            throw failure("took longer than " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("ended with exit code " + process.exitValue());
        }
    }

    /** Waits until the process ends, for whatever reason, and gives its exit code. */
    public int awaitEnd() throws InterruptedException {
        return process.waitFor();
    }

    /** Ends the process and all that it started; returns when they are gone. */
    @Override
    public void close() {
        end(ProcessHandle::destroy);
    }

    /** As {@link #close()}, but as a power failure does: without a chance to take leave. */
    public void kill() {
        end(ProcessHandle::destroyForcibly);
    }

    private void end(Consumer<ProcessHandle> means) {
        // The script starts a JVM of its own: asked first, since an ended script no longer knows its children.
        List<ProcessHandle> tree = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        tree.forEach(means);
        long end = System.nanoTime() + STOP_LIMIT.toNanos();
        for (ProcessHandle handle : tree) {
            awaitEnd(handle, end);
        }
        RUNNING.remove(this);
    }

    private static void awaitEnd(ProcessHandle handle, long end) {
        try {
            handle.onExit().get(Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            handle.destroyForcibly();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            handle.destroyForcibly();
        }
    }

    private boolean hasEndedWithin(Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for kc.sh " + command, e);
        }
    }

    private ServerFailure failure(String what) {
        return new ServerFailure(
                "kc.sh " + command + " " + what + "." + advice() + "\nThe end of " + log.file() + ":\n" + log.tail());
    }

    private String advice() {
        String text = log.tail();
        if (text.contains("Address already in use") || text.contains("already bound")) {
            return " A port it needs is in use by another program.";
        }
        if (text.contains("OutOfMemoryError")) {
            return " Its heap was too small.";
        }
        return "";
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").startsWith("Linux");
    }

    static boolean isWindows() {
        return File.separatorChar == '\\';
    }
}
