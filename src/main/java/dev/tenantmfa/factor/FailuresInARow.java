package dev.tenantmfa.factor;

import dev.tenantmfa.platform.IntSetting;
import dev.tenantmfa.platform.OwnTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * Wrong codes of a user since the last correct one, over whatever time, all login methods and sessions. After so many no code of
 * the user is looked at any more, until the second factor is reset (NIST SP 800-63B-4, 3.2.2, which allows at most 100). Each
 * takes a slot of a window that does not end; when the last one is taken, a credential of the user says so, which outlives
 * restarts, and which a user cannot change.
 */
final class FailuresInARow {

    /** Realm attribute. Failures, 10 to 100, default 100. */
    static final IntSetting MOST = new IntSetting(
            "tenant-mfa.max-failures-in-a-row",
            100,
            10,
            100,
            "Failed codes in a row",
            "Wrong second-factor codes in a row, over whatever time, after which the user's codes are switched off until a reset.");

    /** Of the credential that says that codes are switched off. */
    static final String TYPE = "tmfa-failed-codes";

    /** The store wants an end; every failure has its own. */
    private static final Duration FOR_GOOD = Duration.ofDays(5 * 365L);

    private final KeycloakSession session;
    private final RealmModel realm;

    FailuresInARow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether no code of the user is looked at any more. */
    static boolean isReached(UserModel user) {
        return !marks(user).isEmpty();
    }

    boolean isReached(int failures) {
        return failures >= MOST.in(realm);
    }

    /** Counts one more, in a transaction of its own. @return how many they are now */
    int add(UserModel user) {
        try {
            return OwnTransaction.call(session, "tenant-mfa failures in a row", own -> addIn(own, user));
        } catch (OwnTransaction.Conflict e) {
            // Another one marked the user at the same moment.
            return MOST.in(realm);
        }
    }

    /** After a correct code. */
    void end(UserModel user) {
        AttemptLimiter.Window window = window(user);
        if (!session.singleUseObjects().contains(window.slot(0))) {
            return;
        }
        try {
            OwnTransaction.call(session, "tenant-mfa failures in a row", own -> {
                free(own.singleUseObjects(), window);
                return window;
            });
        } catch (OwnTransaction.Conflict e) {
            // A wrong code was counted at the same moment, after this one: a new row of failures has begun.
        }
    }

    /** In the transaction at hand, with the reset of a second factor. */
    void clear(UserModel user) {
        marks(user).forEach(mark -> user.credentialManager().removeStoredCredentialById(mark.getId()));
        free(session.singleUseObjects(), window(user));
    }

    /** Slots are taken from the first one on, and none of them ends before the others. */
    private static void free(SingleUseObjectProvider store, AttemptLimiter.Window window) {
        for (int number = 0; number < window.slots() && store.contains(window.slot(number)); number++) {
            store.remove(window.slot(number));
        }
    }

    int count(UserModel user) {
        AttemptLimiter.Window window = window(user);
        return limiter(session, window).taken(window);
    }

    private int addIn(KeycloakSession own, UserModel user) {
        AttemptLimiter.Window window = window(user);
        Optional<AttemptLimiter.Ticket> ticket = limiter(own, window).tryAcquire();
        int failures = ticket.map(taken -> number(window, taken) + 1).orElse(window.slots());
        if (isReached(failures)) {
            mark(own, user.getId());
        }
        return failures;
    }

    private void mark(KeycloakSession own, String userId) {
        RealmModel ownRealm = own.realms().getRealm(realm.getId());
        UserModel user = own.users().getUserById(ownRealm, userId);
        if (user != null && !isReached(user)) {
            CredentialModel mark = new CredentialModel();
            mark.setType(TYPE);
            mark.setCredentialData("{}");
            user.credentialManager().createStoredCredential(mark);
        }
    }

    private AttemptLimiter.Window window(UserModel user) {
        return new AttemptLimiter.Window("tmfa.failures." + user.getId(), MOST.in(realm), FOR_GOOD);
    }

    private static AttemptLimiter limiter(KeycloakSession session, AttemptLimiter.Window window) {
        return new AttemptLimiter(session.singleUseObjects(), List.of(window));
    }

    private static int number(AttemptLimiter.Window window, AttemptLimiter.Ticket ticket) {
        String slot = ticket.slots().getOrDefault(window, window.slot(0));
        return Integer.parseInt(slot.substring(window.key().length() + 1));
    }

    private static List<CredentialModel> marks(UserModel user) {
        return user.credentialManager().getStoredCredentialsByTypeStream(TYPE).toList();
    }
}
