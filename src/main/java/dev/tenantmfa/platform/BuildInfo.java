package dev.tenantmfa.platform;

import java.util.Map;
import java.util.Optional;

/** The version of this extension, as the JAR's manifest has it. */
public final class BuildInfo {

    private BuildInfo() {}

    /** Empty when run from class files. */
    public static Optional<String> version() {
        return Optional.ofNullable(BuildInfo.class.getPackage().getImplementationVersion());
    }

    /** What the console's server info shows beside a provider. */
    public static Map<String, String> operationalInfo() {
        return Map.of("keycloak-tenant-mfa", version().orElse("development"));
    }
}
