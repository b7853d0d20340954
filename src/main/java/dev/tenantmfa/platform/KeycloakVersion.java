package dev.tenantmfa.platform;

import java.lang.module.ModuleDescriptor.Version;

/** The running Keycloak version. */
public final class KeycloakVersion {

    /** The first version that calls extensions at each refresh and before each token is issued. */
    public static final String OLDEST = "26.7.0";

    private KeycloakVersion() {}

    /**
     * Refuses a Keycloak that is too old. It would start anyway, since it ignores what it does not know, and would let
     * members of a suspended tenant continue.
     *
     * @throws IllegalStateException with a message for the administrator who starts the server
     */
    public static void require() {
        require(org.keycloak.common.Version.VERSION);
    }

    static void require(String running) {
        if (isOlder(running)) {
            throw new IllegalStateException("keycloak-tenant-mfa needs Keycloak " + OLDEST + " or newer, and this is "
                    + running + ". Update Keycloak, or take the JAR out of providers/ and run kc.sh build.");
        }
    }

    /** A version that does not start with a digit is a custom build, whose maker knows what it contains. */
    private static boolean isOlder(String running) {
        return !running.isEmpty()
                && Character.isDigit(running.charAt(0))
                && Version.parse(running).compareTo(Version.parse(OLDEST)) < 0;
    }
}
