package dev.tenantmfa.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;

/** Where and with what figures were taken. */
final class Machine {

    private static final double BYTES_IN_GB = 1024.0 * 1024 * 1024;

    private Machine() {}

    static List<String> describe() throws IOException {
        return List.of(String.format(
                Locale.ROOT,
                "Taken on %s: %d cores, %.0f GB, %s, JDK %s; %s, keycloak-tenant-mfa %s.",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                memoryBytes() / BYTES_IN_GB,
                System.getProperty("os.name"),
                Runtime.version().feature(),
                Path.of(System.getProperty("keycloak.home")).getFileName(),
                version()));
    }

    private static long memoryBytes() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : 0;
    }

    private static String version() throws IOException {
        try (JarFile jar = new JarFile(System.getProperty("provider.jar"))) {
            return jar.getManifest().getMainAttributes().getValue("Implementation-Version");
        }
    }
}
