package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * One kind of proof beside the first factor. Reached through {@link SecondFactors} alone, which limits attempts, tells
 * Keycloak's brute-force protector and runs {@link #check} in a transaction of its own.
 */
public interface SecondFactor extends Provider {

    FactorKind kind();

    /** Whether the person has it. Reads no secret. */
    boolean isConfiguredFor(RealmModel realm, UserModel user);

    /** Whether the person has set it up; not so for one that comes with the account, as an e-mail address does. */
    default boolean isEnrolledFor(RealmModel realm, UserModel user) {
        return isConfiguredFor(realm, user);
    }

    /** The methods that users of the realm can show by this factor. */
    default Set<Method> offered(RealmModel realm) {
        return Set.of(kind().usually());
    }

    /** Those that the user has. Reads no secret. */
    default Set<Method> methodsOf(RealmModel realm, UserModel user) {
        return isConfiguredFor(realm, user) ? Set.of(kind().usually()) : Set.of();
    }

    /** Types of the stored credentials that this factor consists of; none for one that is stored nowhere. */
    default Set<String> credentialTypes() {
        return Set.of();
    }

    /**
     * Whether the input looks like a code of this factor for this person, so that a TOTP attempt never pays for the hash
     * of a backup code. Reads no secret.
     */
    boolean takes(RealmModel realm, UserModel user, CodeInput input);

    /**
     * How many digits the codes have that the user's apps show; 0 among them if that is not known of an app. Empty for
     * factors that are not apps. Reads no secret.
     */
    default Set<Integer> digitsOf(RealmModel realm, UserModel user) {
        return Set.of();
    }

    /** Whether its codes are made of digits, so that a phone may show its number pad. */
    default boolean takesDigitsOnly() {
        return true;
    }

    /**
     * Checks the code and, where it is right, uses it up: a second call with the same code is refused, in parallel and on
     * other nodes too, once this one's transaction is committed.
     */
    Check check(RealmModel realm, UserModel user, CodeInput input, Instant now);

    /** What may be told of it to the person and to administrators. Reads no secret; asked only where it is configured. */
    default Standing standing(RealmModel realm, UserModel user) {
        return new Standing(kind().id(), null, null, null);
    }

    /**
     * Gives what is stored of it to Keycloak's own factor of the kind, so that the person goes on without this extension.
     * What cannot be given stays as it is, and no code that was used here is good there.
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
     * @param createdAt null where unknown
     * @param lastUsedAt null where it was never used, or nobody noted when
     * @param codesLeft null for factors that are not used up
     */
    record Standing(
            String method,
            @Nullable Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Integer codesLeft) {}

    /** What a factor says of a code. */
    sealed interface Check {

        /**
         * Right, and used up now.
         *
         * @param credentialId of the credential that it belongs to
         * @param method null for the usual one of the factor's kind
         */
        record Accepted(String credentialId, @Nullable Method method) implements Check {

            public Accepted(String credentialId) {
                this(credentialId, null);
            }
        }

        /** Not right, or not any more. */
        record Refused(Reason reason) implements Check {}

        /** Not looked at, since its time was over. For codes that are sent. */
        record Expired() implements Check {}

        /** The stored secret does not open; the server log says why. */
        record Unusable() implements Check {}
    }

    /** Why a code was refused. For events and logs; the person reads one neutral sentence. */
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
