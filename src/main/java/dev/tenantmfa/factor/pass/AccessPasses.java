package dev.tenantmfa.factor.pass;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Access passes: single-use codes that someone else makes for a user who cannot use a second factor, for the one login in
 * which the user sets up a new one. A user has at most one. A pass that has expired is worth nothing, and it never counts
 * as a second factor that the user has.
 */
public interface AccessPasses extends Provider {

    /**
     * The type of the stored credential. Not a second factor of the user, so the core must know it even if an
     * administrator disabled the provider.
     */
    String TYPE = "tmfa-access-pass";

    /** Empty if an administrator disabled the provider. */
    static Optional<AccessPasses> of(KeycloakSession session) {
        return Optional.ofNullable(session.getProvider(AccessPasses.class));
    }

    /** Whether a login of the user can be completed with an access pass. */
    static boolean isValidFor(KeycloakSession session, UserModel user) {
        return of(session).flatMap(passes -> passes.validUntil(user)).isPresent();
    }

    /** Whether the user has a pass and the text, without separators, looks like one. */
    static boolean mayAccept(KeycloakSession session, UserModel user, String typed) {
        return of(session).filter(passes -> passes.looksLikeOne(typed)).isPresent() && isValidFor(session, user);
    }

    /** Whether the text, without separators, has the shape of a pass. */
    boolean looksLikeOne(String typed);

    /**
     * Makes a pass in place of an earlier one, and notifies the user by mail.
     *
     * @param maker id of the tenant that makes it; null for a realm administrator
     */
    Making make(UserModel user, Duration lifetime, @Nullable String maker);

    /**
     * Takes back the user's pass.
     *
     * @return false if there was none that was still valid
     */
    boolean takeBack(UserModel user);

    /**
     * Removes the user's pass if a tenant made it.
     *
     * @param maker whether a pass of the tenant with that id is to be removed
     */
    void removeMadeBy(UserModel user, Predicate<String> maker);

    /** Removes the user's pass if it has expired. */
    void removeExpired(UserModel user);

    /** Until when the user's pass is valid; empty if the user has none. Does not read secrets. */
    Optional<Instant> validUntil(UserModel user);

    @Override
    default void close() {}

    /** The result of {@link #make}. Nothing is changed if no pass was made. */
    sealed interface Making {}

    /**
     * A pass that was just made. {@code toString} does not show the code.
     *
     * @param code in groups of four characters; shown once
     */
    record Made(String code, Instant expiresAt) implements Making {

        @Override
        public String toString() {
            return "Made[hidden, " + expiresAt + "]";
        }
    }

    /** Another change of the user's factors is in progress. */
    record Busy() implements Making {}

    /** No key is available to seal the pass; the server log says why. */
    record Unavailable() implements Making {}
}
