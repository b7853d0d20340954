package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * A method to show that a login is the user's, besides the first factor. Factors that are shown by a code are
 * {@link CodeFactor}s; others, such as a security key, have a step of their own in the login.
 */
public interface SecondFactor extends Provider {

    /** Whether the user has it. Reads no secret. */
    boolean isConfiguredFor(RealmModel realm, UserModel user);

    /** Whether the user has set it up; false for a factor that comes with the account, such as an email address. */
    default boolean isEnrolledFor(RealmModel realm, UserModel user) {
        return isConfiguredFor(realm, user);
    }

    /** The methods that users of the realm can show by this factor. */
    Set<Method> offered(RealmModel realm);

    /** Those that the user has. Reads no secret. */
    default Set<Method> methodsOf(RealmModel realm, UserModel user) {
        return isConfiguredFor(realm, user) ? offered(realm) : Set.of();
    }

    /** What may be told of it to the user and to administrators. Reads no secret; asked only if it is configured. */
    Standing standing(RealmModel realm, UserModel user);

    /**
     * Converts what is stored of it to Keycloak's own factor of the kind, so that the user can go on without this extension.
     * What cannot be converted stays as it is, and no code that was used here is valid there.
     */
    default HandedOver handOver(RealmModel realm, UserModel user, Instant now) {
        return new HandedOver(0, 0);
    }

    @Override
    default void close() {}

    /**
     * @param credentials that are Keycloak's now
     * @param unopened credentials that stay, since their secret does not open; the server log says why
     */
    record HandedOver(int credentials, int unopened) {}

    /**
     * @param method id for programs
     * @param createdAt null if unknown
     * @param lastUsedAt null if it was never used, or the time is not known
     * @param codesLeft null for factors that are not used up
     */
    record Standing(
            String method,
            @Nullable Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Integer codesLeft) {}

    /** Why a proof was refused. For events and logs; the user reads one neutral sentence. */
    enum Reason {
        WRONG("wrong_code"),
        USED("used_code"),
        /** Not the code but the password beside it. */
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
