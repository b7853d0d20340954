package dev.tenantmfa.it;

import java.nio.file.Path;
import java.util.List;

/** Files of the build, and where tests write theirs. */
public final class RunFiles {
    private RunFiles() {}

    public static Path work() {
        return shared().resolve("fork-" + System.getProperty("tmfa.fork", "1"));
    }

    /** What all forks of a run use together. */
    static Path shared() {
        return Path.of(required("keycloak.home")).resolveSibling("it").toAbsolutePath();
    }

    /** The realm file of this project. */
    public static Path realmExport() {
        return Path.of(System.getProperty("project.root", ""))
                .resolve("realm-export.json")
                .toAbsolutePath();
    }

    static List<Path> providers() {
        Path supportJar = work().resolve("tenant-mfa-test-support.jar");
        SupportJar.write(supportJar);
        return List.of(Path.of(required("provider.jar")), supportJar);
    }

    static String required(String property) {
        String value = System.getProperty(property);
        if (value == null) {
            throw new IllegalStateException(
                    "Integration tests run under Maven (./mvnw verify), which sets " + property);
        }
        return value;
    }
}
