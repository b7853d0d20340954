package dev.tenantmfa.assurance.evidence;

import dev.tenantmfa.factor.Method;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A second factor that was shown in a session.
 *
 * @param time when it was shown, in whole seconds; {@link Instant#EPOCH} if an identity provider does not say it
 * @param provider Keycloak's internal id of the identity provider that asked for it; null if none did
 */
public record Evidence(
        Method method, Instant time, @Nullable String provider) {

    public Evidence(Method method, Instant time) {
        this(method, time, null);
    }

    static Evidence ofProvider(String provider, Instant time) {
        return new Evidence(Method.UPSTREAM, time, provider);
    }

    /** Whether an identity provider asked for it, and the tenant that is entered accepts that. */
    public boolean isOfProvider() {
        return provider != null;
    }
}
