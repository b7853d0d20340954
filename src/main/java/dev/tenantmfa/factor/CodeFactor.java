package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A second factor that is shown by a code. {@link CodeCheck} is the only caller of {@link #check}: it limits attempts, tells
 * Keycloak's brute-force protector and runs the check in a transaction of its own.
 */
public interface CodeFactor extends SecondFactor {

    FactorKind kind();

    @Override
    default Set<Method> offered(RealmModel realm) {
        return Set.of(kind().usually());
    }

    /**
     * Whether the input looks like a code of this factor for this user, so that a TOTP attempt never pays for the hash of a
     * backup code. Reads no secret.
     */
    boolean takes(RealmModel realm, UserModel user, CodeInput input);

    /**
     * How many digits the codes have that the user's apps show; 0 among them if that is not known of an app. Empty for
     * factors that are not apps. Reads no secret.
     */
    default Set<Integer> digitsOf(RealmModel realm, UserModel user) {
        return Set.of();
    }

    /** Whether its codes consist of digits, so that a phone may show its number pad. */
    default boolean takesDigitsOnly() {
        return true;
    }

    /**
     * Checks the code and uses it up if it is correct: a second call with the same code is refused, in parallel and on other
     * nodes too, once this one's transaction is committed.
     */
    Check check(RealmModel realm, UserModel user, CodeInput input, Instant now);

    @Override
    default Standing standing(RealmModel realm, UserModel user) {
        return new Standing(kind().id(), null, null, null);
    }

    /** What a factor says of a code. */
    sealed interface Check {

        /**
         * Correct, and used up now.
         *
         * @param credentialId of the credential that it belongs to
         * @param method null for the usual one of the factor's kind
         */
        record Accepted(String credentialId, @Nullable Method method) implements Check {

            public Accepted(String credentialId) {
                this(credentialId, null);
            }
        }

        /** Not correct, or not any more. */
        record Refused(Reason reason) implements Check {}

        /** Not compared, since its time was over. For codes that are sent. */
        record Expired() implements Check {}

        /** The stored secret does not open; the server log says why. */
        record Unusable() implements Check {}
    }
}
