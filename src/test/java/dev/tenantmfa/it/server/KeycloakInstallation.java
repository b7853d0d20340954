package dev.tenantmfa.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of the Keycloak distribution with provider JARs in it, built ({@code kc.sh build}) for exactly these JARs, by
 * the JDK that shall run it.
 *
 * <p>The unpacked distribution itself is never run: a build writes into it, and tests and demo would meet there. A server that
 * was built for the same JARs and options before is copied.
 */
public final class KeycloakInstallation {
    private static final String MARKER = "built-for.txt";
    private static final String DATA = "data";
    private static final Duration BUILD_KEPT = Duration.ofHours(3);
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(5);

    private final Path home;
    private final boolean givesWay;

    private KeycloakInstallation(Path home, boolean givesWay) {
        this.home = home;
        this.givesWay = givesWay;
    }

    /** The same, whose processes leave the processor to others, if the system can do that. */
    public KeycloakInstallation givingWay() {
        return new KeycloakInstallation(home, true);
    }

    /**
     * Makes {@code home} an installation that is built for {@code providers}; does nothing when it already is.
     * What lies under {@code data/} (the embedded database) survives a new build.
     *
     * @param distribution the unpacked distribution to copy from
     * @param buildOptions options of {@code kc.sh build}
     * @param log          where the output of the build goes
     * @throws ServerFailure when the distribution or a JAR is missing or the build fails
     */
    public static KeycloakInstallation prepare(
            Path distribution, Path home, List<Path> providers, List<String> buildOptions, Path log) {
        requirePresent(distribution.resolve("bin"), "the unpacked Keycloak distribution");
        providers.forEach(jar -> requirePresent(jar, "the provider JAR"));
        KeycloakInstallation installation = new KeycloakInstallation(home.toAbsolutePath(), false);
        String wanted = installation.identity(distribution, providers, buildOptions);
        try {
            if (!wanted.equals(installation.builtFor())) {
                Path built = distribution.resolveSibling("it").resolve("builds").resolve(sha256(wanted));
                Files.createDirectories(built.getParent());
                // Another process of this run may want the same server at this moment.
                try (FileChannel lock = FileChannel.open(
                                built.resolveSibling(built.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                        FileLock held = lock.lock()) {
                    installation.copyOrBuild(distribution, providers, buildOptions, built, log);
                }
                Files.writeString(installation.marker(), wanted);
            }
            return installation;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param built where servers that were built before are kept; a built server runs in any directory
     */
    private void copyOrBuild(Path distribution, List<Path> providers, List<String> buildOptions, Path built, Path log)
            throws IOException {
        if (Files.exists(built)) {
            copyFrom(built);
            return;
        }
        copyFrom(distribution);
        for (Path jar : providers) {
            Files.copy(jar, home.resolve("providers").resolve(jar.getFileName()));
        }
        build(buildOptions, log);
        forgetOld(built.getParent());
        Path unfinished = built.resolveSibling(built.getFileName() + ".part");
        FileTree.delete(unfinished);
        FileTree.copy(home, unfinished);
        FileTree.delete(unfinished.resolve(DATA));
        Files.move(unfinished, built);
    }

    /** The directory of this installation ({@code kc.home.dir}). */
    public Path home() {
        return home;
    }

    /** The directory of the embedded database and of what {@code --import-realm} reads. */
    public Path data() {
        return home.resolve(DATA);
    }

    Path script() {
        return home.resolve("bin").resolve(KeycloakProcess.isWindows() ? "kc.bat" : "kc.sh");
    }

    /** The beginning of a command line, with the script that starts Keycloak. */
    List<String> run() {
        String script = script().toString();
        return givesWay && !KeycloakProcess.isWindows() ? List.of("nice", "-n", "5", script) : List.of(script);
    }

    private void build(List<String> options, Path log) {
        List<String> all = new ArrayList<>(options);
        // Where there is no D-Bus, each build waits nine seconds for it, to find out whether SSSD is there.
        all.add("--spi-storage--sssd--enabled=false");
        KeycloakProcess build = KeycloakProcess.launch(this, "build", all, KeycloakProcess.smallHeap(), log);
        build.awaitSuccess(BUILD_LIMIT);
    }

    private Path marker() {
        return home.resolve(MARKER);
    }

    private String builtFor() throws IOException {
        return Files.exists(marker()) ? Files.readString(marker()) : "";
    }

    private String identity(Path distribution, List<Path> providers, List<String> buildOptions) {
        StringBuilder identity = new StringBuilder(distribution.getFileName().toString())
                .append('\n')
                .append(KeycloakProcess.javaHome())
                .append('\n')
                .append(String.join(" ", buildOptions))
                .append('\n');
        for (Path jar : providers) {
            identity.append(sha256(jar)).append(' ').append(jar.getFileName()).append('\n');
        }
        return identity.toString();
    }

    /** A changed JAR in an already built server confuses Keycloak, so what is not data is copied afresh. */
    private void copyFrom(Path distribution) throws IOException {
        if (Files.exists(home)) {
            // First the marker: an interruption from here on must not leave a half copy that counts as built.
            Files.deleteIfExists(marker());
            FileTree.deleteExcept(home, home.resolve(DATA));
        }
        FileTree.copy(distribution, home);
    }

    /** Each change of a JAR leaves a whole server; no run lasts as long. */
    private static void forgetOld(Path builds) throws IOException {
        Instant old = Instant.now().minus(BUILD_KEPT);
        try (Stream<Path> all = Files.list(builds)) {
            for (Path one : all.filter(Files::isDirectory).toList()) {
                if (Files.getLastModifiedTime(one).toInstant().isBefore(old)) {
                    FileTree.delete(one);
                }
            }
        }
    }

    /** The SHA-256 of a file in hexadecimal digits. */
    public static String sha256(Path file) {
        try {
            return sha256(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        return sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void requirePresent(Path path, String what) {
        if (!Files.exists(path)) {
            throw new ServerFailure("There is no " + path + " (" + what + "); run ./mvnw package -DskipTests first.");
        }
    }
}
