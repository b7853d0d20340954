package dev.tenantmfa.platform;

import java.lang.module.ModuleDescriptor.Version;

/** The Keycloak that this runs on. */
public final class KeycloakVersion {

    /** The first that asks extensions at each refresh and before each token goes out. */
    public static final String OLDEST = "26.7.0";

    private KeycloakVersion() {}

    /**
     * Refuses a Keycloak that is too old. It would start all the same, since it does not look for what it does not know,
     * and would let people on with a suspended tenant.
     *
     * @throws IllegalStateException in words for whoever starts the server
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

    /** A build that does not say its version in numbers is its maker's own, who knows what is in it. */
    private static boolean isOlder(String running) {
        return !running.isEmpty()
                && Character.isDigit(running.charAt(0))
                && Version.parse(running).compareTo(Version.parse(OLDEST)) < 0;
    }
}
