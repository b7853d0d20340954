package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A second factor that is shown by a code. Only {@link CodeCheck} calls {@link #check}: it limits attempts, reports to
 * Keycloak's brute-force protector and runs the check so that what it writes does not depend on the
 * transaction of the request.
 */
public interface CodeFactor extends SecondFactor {

    FactorKind kind();

    @Override
    default Set<Method> offered(RealmModel realm) {
        return Set.of(kind().usually());
    }

    /**
     * Whether the input looks like a code of this factor for this user, so that a TOTP attempt does not cost a backup
     * code hash. Does not read secrets.
     */
    boolean takes(RealmModel realm, UserModel user, CodeInput input);

    /**
     * The numbers of digits of the codes that the user's apps show; includes 0 if it is unknown for an app. Empty for
     * factors that are not apps. Does not read secrets.
     */
    default Set<Integer> digitsOf(RealmModel realm, UserModel user) {
        return Set.of();
    }

    /** Whether its codes consist of digits, so that phones can show the number pad. */
    default boolean takesDigitsOnly() {
        return true;
    }

    /**
     * Whether {@link #check} changes nothing but the single-use store for that user, so that it needs no transaction of its own where
     * that store changes at once.
     */
    default boolean onlyClaims(RealmModel realm, UserModel user) {
        return false;
    }

    /**
     * Checks the code and uses it up if it is correct. After this transaction is committed, the same code is refused,
     * also in parallel and on other nodes, whatever becomes of the request.
     */
    Check check(RealmModel realm, UserModel user, CodeInput input, Instant now);

    /** Records the use of a code in the credential, where it outlives a restart of all nodes. */
    @FunctionalInterface
    interface Use {

        /**
         * Works in the transaction of the request, so that it is committed together with what the code opens.
         *
         * @param session of the request
         * @return why the code is refused after all; empty if it is recorded
         */
        Optional<Reason> record(KeycloakSession session, RealmModel realm, UserModel user);
    }

    @Override
    default Standing standing(RealmModel realm, UserModel user) {
        return new Standing(null, null, null);
    }

    /** The result of a check. */
    sealed interface Check {

        /**
         * Correct and now used up.
         *
         * @param credentialId of the matching credential
         * @param method null for the usual one of the factor's kind
         */
        record Accepted(String credentialId, @Nullable Method method) implements Check {

            public Accepted(String credentialId) {
                this(credentialId, null);
            }
        }

        /**
         * Correct, and claimed in the single-use store, so that it works only once from now on. Accepted as soon as its use is
         * recorded.
         *
         * @param use called after this check's transaction is committed
         */
        record Claimed(Accepted accepted, Use use) implements Check {}

        /**
         * Not correct, or no longer.
         *
         * @param method null for the usual one of the factor's kind
         */
        record Refused(Reason reason, @Nullable Method method) implements Check {

            public Refused(Reason reason) {
                this(reason, null);
            }

            Method methodOr(FactorKind kind) {
                return method == null ? kind.usually() : method;
            }
        }

        /**
         * Expired, so not compared. For codes that are sent.
         *
         * @param method how it was sent
         */
        record Expired(Method method) implements Check {}

        /** The stored secret cannot be opened; the server log says why. */
        record Unusable() implements Check {}
    }
}
