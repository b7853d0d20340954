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
 * Wrong codes of a user since the last correct one, over whatever time, all login methods and sessions. After so many no code of
 * the user is looked at any more, until the second factor is reset (NIST SP 800-63B-4, 3.2.2, which allows at most 100).
 *
 * <p>Each takes a slot of a window that does not end. Every tenth is also kept in a credential of the user, which outlives
 * a stop of all nodes and which a user cannot change: so at most nine are forgotten, and whoever mistypes once in a while
 * has no such credential.
 */
public final class FailuresInARow {

    /** Realm attribute. Failures, 10 to 100, default 100. */
    static final IntSetting MOST =
            Setting.key("tenant-mfa.max-failures-in-a-row").range(10, 100).or(100);

    /** Of the credential that keeps the number. */
    public static final String TYPE = "tmfa-failed-codes";

    private static final String COUNT = "count";
    private static final int KEPT_EACH = 10;

    /** The store wants an end; every failure has its own. */
    private static final Duration FOR_GOOD = Duration.ofDays(5 * 365L);

    private final KeycloakSession session;
    private final RealmModel realm;

    public FailuresInARow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether no code of the user is looked at any more. */
    public boolean isReached(UserModel user) {
        return isReached(kept(user));
    }

    public boolean isReached(int failures) {
        return failures >= MOST.in(realm);
    }

    /** Counts one more, in a transaction of its own. @return how many they are now */
    public int add(UserModel user) {
        try {
            return OwnTransaction.call(session, "tenant-mfa failures in a row", own -> addIn(own, user));
        } catch (OwnTransaction.Conflict e) {
            // Another one was kept at the same moment, and this one has its slot.
            return count(user);
        }
    }

    /** After a correct code. */
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

    /** In the transaction at hand, with the reset of a second factor. */
    public void clear(UserModel user) {
        removeKept(user);
        free(session.singleUseObjects(), window(user));
    }

    private static void removeKept(UserModel user) {
        credentials(user).forEach(one -> user.credentialManager().removeStoredCredentialById(one.getId()));
    }

    /** Slots are taken from the first one on, and none of them ends before the others. */
    private static void free(SingleUseObjectProvider store, AttemptLimiter.Window window) {
        for (int number = 0; number < window.slots() && store.contains(window.slot(number)); number++) {
            store.remove(window.slot(number));
        }
    }

    private int addIn(KeycloakSession own, UserModel user) {
        int kept = kept(user);
        int failures = takeSlot(own, user);
        // Where the store forgot them, those that are kept take their slots again.
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

    /** What cannot be read stands for none: it must lock nobody out. */
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
