package dev.tenantmfa.it.wiring;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Keycloak's own {@code kcadm.sh}, in the shell of an administrator of the realm {@code master}. Each command logs in by itself, so
 * that a command is one Java process and not two.
 *
 * @param server its address
 */
record Kcadm(URI server) {

    private static final String SCRIPT = "kcadm.sh";

    /** Starts in half the time. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto";

    /**
     * Runs the command as it is, with all quotes that it has.
     *
     * @return what it printed
     * @throws AssertionError if it fails
     */
    String run(String command) {
        Path home = null;
        try {
            home = Files.createTempDirectory("kcadm");
            writeScript(home.resolve(SCRIPT));
            ProcessBuilder shell = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
            Map<String, String> environment = shell.environment();
            environment.put("PATH", home + File.pathSeparator + environment.get("PATH"));
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.put("KC_OPTS", QUICK + " -Duser.home=" + home);
            Process process = shell.start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + "\n" + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            delete(home);
        }
    }

    private void writeScript(Path script) throws IOException {
        Path real = Path.of(System.getProperty("keycloak.home"), "bin", SCRIPT).toAbsolutePath();
        Files.writeString(
                script,
                "#!/bin/sh\nexec '" + real + "' \"$@\" --no-config --server " + server
                        + " --realm master --user admin --password admin\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
    }

    private static void delete(Path home) {
        if (home != null) {
            home.resolve(SCRIPT).toFile().delete();
            home.toFile().delete();
        }
    }
}
