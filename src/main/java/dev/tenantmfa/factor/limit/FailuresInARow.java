package dev.tenantmfa.factor.limit;

import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import dev.tenantmfa.platform.store.OwnTransaction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/**
 * Wrong codes of a user since the last correct one, over any period of time, all login methods and all sessions. At the
 * limit no code of the user is checked until the second factor is reset (NIST SP 800-63B-4, 3.2.2, which allows at most
 * 100).
 *
 * <p>Each failure takes a slot of a window that does not end. Every tenth is also stored in a credential of the user,
 * which survives a stop of all nodes and which the user cannot change. So at most nine are forgotten, and users who
 * mistype occasionally have no such credential.
 */
public final class FailuresInARow {

    /** Realm attribute. Failures, 10 to 100, default 100. */
    static final IntSetting MOST =
            Setting.key("tenant-mfa.max-failures-in-a-row").range(10, 100).or(100);

    /** Type of the credential that stores the number. */
    public static final String TYPE = "tmfa-failed-codes";

    private static final String COUNT = "count";
    private static final int KEPT_EACH = 10;

    /** The store requires an expiry; each failure has its own. */
    private static final Duration FOR_GOOD = Duration.ofDays(5 * 365L);

    private final KeycloakSession session;
    private final RealmModel realm;

    public FailuresInARow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether no code of the user is checked any more. */
    public boolean isReached(UserModel user) {
        return isReached(kept(user));
    }

    public boolean isReached(int failures) {
        return failures >= MOST.in(realm);
    }

    /**
     * Counts one more failure, in its own transaction.
     *
     * @return the number of failures now
     */
    public int add(UserModel user) {
        try {
            return OwnTransaction.call(session, "tenant-mfa failures in a row", own -> addIn(own, user));
        } catch (OwnTransaction.Conflict e) {
            // Another failure was stored at the same moment; this one keeps its slot.
            return count(user);
        }
    }

    /** Clears the count after a correct code. */
    public void end(UserModel user) {
        AttemptLimiter.Window window = window(user);
        if (!session.singleUseObjects().contains(window.slot(0))
                && credentials(user).isEmpty()) {
            return;
        }
        try {
            OwnTransaction.call(session, "tenant-mfa failures in a row", own -> {
                find(own, user).ifPresent(FailuresInARow::removeKept);
                free(own.singleUseObjects(), window);
                return window;
            });
        } catch (OwnTransaction.Conflict e) {
            // A wrong code was counted at the same moment, after this one: a new row of failures has begun.
        }
    }

    /** Clears the count in the current transaction, together with the reset of a second factor. */
    public void clear(UserModel user) {
        removeKept(user);
        free(session.singleUseObjects(), window(user));
    }

    private static void removeKept(UserModel user) {
        credentials(user).forEach(one -> user.credentialManager().removeStoredCredentialById(one.getId()));
    }

    /** Slots are taken in order from the first, and none expires before the others. */
    private static void free(SingleUseObjectProvider store, AttemptLimiter.Window window) {
        for (int number = 0; number < window.slots() && store.contains(window.slot(number)); number++) {
            store.remove(window.slot(number));
        }
    }

    private int addIn(KeycloakSession own, UserModel user) {
        int kept = kept(user);
        int failures = takeSlot(own, user);
        // If the store lost its slots, the failures kept in the credential take them again.
        while (failures <= kept && !isReached(failures)) {
            failures = takeSlot(own, user);
        }
        if (failures % KEPT_EACH == 0 || isReached(failures)) {
            keep(own, user, failures);
        }
        return failures;
    }

    int count(UserModel user) {
        AttemptLimiter.Window window = window(user);
        return limiter(session, window).taken(window);
    }

    private int takeSlot(KeycloakSession own, UserModel user) {
        AttemptLimiter.Window window = window(user);
        return limiter(own, window)
                .tryAcquire()
                .map(ticket -> number(window, ticket) + 1)
                .orElse(window.slots());
    }

    private void keep(KeycloakSession own, UserModel known, int failures) {
        find(own, known).ifPresent(user -> {
            List<CredentialModel> before = credentials(user);
            CredentialModel credential = before.isEmpty() ? new CredentialModel() : before.get(0);
            credential.setType(TYPE);
            credential.setCredentialData(JsonSerialization.mapper
                    .createObjectNode()
                    .put(COUNT, failures)
                    .toString());
            if (before.isEmpty()) {
                user.credentialManager().createStoredCredential(credential);
            } else {
                user.credentialManager().updateStoredCredential(credential);
            }
        });
    }

    private Optional<UserModel> find(KeycloakSession own, UserModel user) {
        RealmModel ownRealm = own.realms().getRealm(realm.getId());
        return Optional.ofNullable(own.users().getUserById(ownRealm, user.getId()));
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

    private static List<CredentialModel> credentials(UserModel user) {
        return user.credentialManager().getStoredCredentialsByTypeStream(TYPE).toList();
    }

    private static int kept(UserModel user) {
        return credentials(user).stream().mapToInt(FailuresInARow::kept).max().orElse(0);
    }

    /** Unreadable data counts as zero: it must not lock anyone out. */
    private static int kept(CredentialModel credential) {
        try {
            return JsonSerialization.mapper
                    .readTree(String.valueOf(credential.getCredentialData()))
                    .path(COUNT)
                    .asInt();
        } catch (IOException e) {
            return 0;
        }
    }
}
