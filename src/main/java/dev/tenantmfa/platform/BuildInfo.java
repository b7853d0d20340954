package dev.tenantmfa.platform;

import java.util.Map;
import java.util.Optional;

/** The version of this extension, from the JAR's manifest. */
public final class BuildInfo {

    private BuildInfo() {}

    /** Empty if run from class files. */
    public static Optional<String> version() {
        return Optional.ofNullable(BuildInfo.class.getPackage().getImplementationVersion());
    }

    /** The details that the admin console's server info shows for a provider. */
    public static Map<String, String> operationalInfo() {
        return Map.of("keycloak-tenant-mfa", version().orElse("development"));
    }
}
