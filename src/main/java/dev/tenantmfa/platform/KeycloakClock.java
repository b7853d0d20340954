package dev.tenantmfa.platform;

import java.time.Instant;
import org.keycloak.common.util.Time;

/** The current time of Keycloak's clock, which tests can move. */
public final class KeycloakClock {

    private KeycloakClock() {}

    public static Instant now() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
