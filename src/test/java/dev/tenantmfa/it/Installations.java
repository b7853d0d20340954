package dev.tenantmfa.it;

import dev.tenantmfa.it.server.FileTree;
import dev.tenantmfa.it.server.KeycloakInstallation;
import dev.tenantmfa.it.server.KeycloakProcess;
import dev.tenantmfa.it.server.ServerLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacked distributions of this run, each with a data directory of its own. */
public final class Installations {
    private Installations() {}

    /**
     * Another installation with the same JARs, for a test that wants a server of its own, which is then a process whatever
     * the runtime of the shared one; what lies in its data directory stays.
     *
     * @param name    of its directory under {@code target/it}
     * @param options of {@code kc.sh build}, beside the usual ones, or instead of those with the same key
     */
    public static KeycloakInstallation install(String name, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        Set<String> keys = all.stream().map(Installations::key).collect(Collectors.toSet());
        ServerOptions.BUILD_OPTIONS.stream()
                .filter(usual -> !keys.contains(key(usual)))
                .forEach(all::add);
        return KeycloakInstallation.prepare(
                Path.of(RunFiles.required("keycloak.home")),
                RunFiles.work().resolve(name),
                RunFiles.providers(),
                all,
                RunFiles.work().resolve(name + "-build.log"));
    }

    private static String key(String option) {
        return option.substring(0, option.indexOf('='));
    }

    /** An installation with none of our JARs; what lies in its data directory stays. */
    public static KeycloakInstallation installWithoutJars(String name, Path log) {
        return KeycloakInstallation.prepare(
                Path.of(RunFiles.required("keycloak.home")),
                RunFiles.work().resolve(name),
                List.of(),
                ServerOptions.BUILD_OPTIONS,
                log);
    }

    /** Takes the installation's database away, and puts the demo realm where {@code --import-realm} finds it. */
    public static void clear(KeycloakInstallation installation) throws IOException {
        layOutData(installation.data(), RunFiles.realmExport(), null);
    }

    /** As {@link #clear}, with another realm file. */
    public static void clear(KeycloakInstallation installation, Path realm) throws IOException {
        layOutData(installation.data(), realm, null);
    }

    /** As {@link #clear}, but with the database that the shared server has kept. Returns false if it has kept none. */
    public static boolean restore(KeycloakInstallation installation) {
        Path realm = RunFiles.realmExport();
        Path snapshot = snapshot(realm);
        boolean kept = Files.exists(snapshot) && !Boolean.getBoolean("keycloak.fresh");
        try {
            layOutData(installation.data(), realm, kept ? snapshot : null);
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command that ends by itself, {@code import} or {@code export}, on an installation without a server. */
    public static ServerLog run(KeycloakInstallation installation, String command, List<String> options, Path log) {
        List<String> all = new ArrayList<>(List.of("--optimized"));
        all.addAll(options);
        Map<String, String> environment = new HashMap<>(KeycloakProcess.shortLived());
        // The first command on an empty database makes the master realm, with the administrator in it.
        environment.putAll(ServerOptions.bootstrapAdmin());
        KeycloakProcess process = KeycloakProcess.launch(installation, command, all, environment, log);
        process.awaitSuccess(ServerOptions.START_LIMIT);
        return process.log();
    }

    static Path snapshot(Path realm) {
        return RunFiles.shared().resolve("snapshots").resolve(snapshotName(realm));
    }

    /** An older Keycloak cannot read a newer one's database, and a newer one would migrate it at each start. */
    private static String snapshotName(Path realm) {
        Path distribution = Path.of(RunFiles.required("keycloak.home")).getFileName();
        return distribution + "-" + KeycloakInstallation.sha256(realm) + ".zip";
    }

    private static void layOutData(Path data, Path realm, Path snapshot) throws IOException {
        FileTree.delete(data);
        Path imports = Files.createDirectories(data.resolve("import"));
        Files.copy(realm, imports.resolve("demo-realm.json"));
        if (snapshot == null) {
            return;
        }
        Path database = Files.createDirectories(data.resolve("h2"));
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(snapshot))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Files.copy(zip, database.resolve(Path.of(entry.getName()).getFileName()));
            }
        }
    }
}
