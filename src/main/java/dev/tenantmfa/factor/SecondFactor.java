package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * A way to show, after the first factor, that a login is the user's. Factors with codes are {@link CodeFactor}s;
 * others, such as security keys, have their own step in the login.
 */
public interface SecondFactor extends Provider {

    /** Whether the user has it. Does not read secrets. */
    boolean isConfiguredFor(RealmModel realm, UserModel user);

    /** Whether the user has set it up; false for a factor that comes with the account, such as an email address. */
    default boolean isEnrolledFor(RealmModel realm, UserModel user) {
        return isConfiguredFor(realm, user);
    }

    /** The methods that users of the realm can show with this factor. */
    Set<Method> offered(RealmModel realm);

    /** The methods that the user has. Does not read secrets. */
    default Set<Method> methodsOf(RealmModel realm, UserModel user) {
        return isConfiguredFor(realm, user) ? offered(realm) : Set.of();
    }

    /** What the user and administrators may know about it. Does not read secrets. Called only if it is configured. */
    Standing standing(RealmModel realm, UserModel user);

    /**
     * Converts the stored factor to Keycloak's own factor of the same kind, so that the user can continue without this
     * extension. What cannot be converted stays unchanged. A code that was used here is not valid there.
     */
    default HandedOver handOver(RealmModel realm, UserModel user, Instant now) {
        return new HandedOver(0, 0);
    }

    @Override
    default void close() {}

    /**
     * @param credentials converted to Keycloak's own
     * @param unopened credentials that stay because their secret cannot be opened; the server log says why
     */
    record HandedOver(int credentials, int unopened) {}

    /**
     * @param createdAt null if unknown
     * @param lastUsedAt null if never used or unknown
     * @param codesLeft null for factors that cannot be used up
     */
    record Standing(
            @Nullable Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Integer codesLeft) {}

    /** Why a code was refused. For events and logs; the user reads one neutral sentence. */
    enum Reason {
        WRONG("wrong_code"),
        USED("used_code"),
        /** The code was not wrong, but the password sent with it. */
        WRONG_PASSWORD("wrong_password");

        private final String id;

        Reason(String id) {
            this.id = id;
        }

        public String id() {
            return id;
        }
    }
}
