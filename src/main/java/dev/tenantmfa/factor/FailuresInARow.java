package dev.tenantmfa.factor;

import dev.tenantmfa.platform.IntSetting;
import dev.tenantmfa.platform.OwnTransaction;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/**
 * Wrong codes of a user since the last correct one: over whatever time, all login methods, sessions and restarts. After so many
 * no code of the user is looked at any more, until the second factor is reset (NIST SP 800-63B-4, 3.2.2, which allows at most
 * 100). Kept as a credential, which a user cannot change and an export carries along.
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

    static final String TYPE = "tmfa-failed-codes";

    private static final String COUNT = "count";
    /** More can hardly be checked at the same moment: the limits of an hour are in front of it. */
    private static final int TRIES = 50;

    private final KeycloakSession session;
    private final RealmModel realm;

    FailuresInARow(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Whether no code of the user is looked at any more. */
    boolean isReached(UserModel user) {
        return isReached(count(user));
    }

    boolean isReached(int failures) {
        return failures >= MOST.in(realm);
    }

    /** Counts one more, in a transaction of its own. @return how many they are now */
    int add(UserModel user) {
        for (int attempt = 1; ; attempt++) {
            try {
                return OwnTransaction.call(session, "tenant-mfa failures in a row", own -> addIn(own, user.getId()));
            } catch (OwnTransaction.Conflict e) {
                // Another wrong code of the user was counted at the same moment; neither may get lost.
                if (attempt == TRIES) {
                    throw new IllegalStateException("A wrong code could not be counted", e);
                }
            }
        }
    }

    /** After a correct code. */
    void end(UserModel user) {
        if (count(user) == 0) {
            return;
        }
        try {
            OwnTransaction.call(session, "tenant-mfa failures in a row", own -> {
                RealmModel ownRealm = own.realms().getRealm(realm.getId());
                UserModel found = own.users().getUserById(ownRealm, user.getId());
                if (found != null) {
                    clear(found);
                }
                return realm;
            });
        } catch (OwnTransaction.Conflict e) {
            // A wrong code was counted at the same moment, after this one: a new row of failures has begun.
        }
    }

    /** In the transaction at hand, with the reset of a second factor. */
    static void clear(UserModel user) {
        stored(user).forEach(one -> user.credentialManager().removeStoredCredentialById(one.getId()));
    }

    static int count(UserModel user) {
        return stored(user).stream().mapToInt(FailuresInARow::count).sum();
    }

    private int addIn(KeycloakSession own, String userId) {
        RealmModel ownRealm = own.realms().getRealm(realm.getId());
        UserModel user = own.users().getUserById(ownRealm, userId);
        if (user == null) {
            return 0;
        }
        List<CredentialModel> before = stored(user);
        if (before.isEmpty()) {
            CredentialModel first = new CredentialModel();
            first.setType(TYPE);
            first.setCredentialData(data(1));
            user.credentialManager().createStoredCredential(first);
            return 1;
        }
        CredentialModel counted = before.get(0);
        counted.setCredentialData(data(count(counted) + 1));
        user.credentialManager().updateStoredCredential(counted);
        return before.stream().mapToInt(FailuresInARow::count).sum();
    }

    /** More than one, where the first two were counted at the same moment; their sum is what counts. */
    private static List<CredentialModel> stored(UserModel user) {
        return user.credentialManager().getStoredCredentialsByTypeStream(TYPE).toList();
    }

    private static String data(int count) {
        try {
            return JsonSerialization.writeValueAsString(Map.of(COUNT, count));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What cannot be read is one failure: it stands for some, and must lock nobody out. */
    private static int count(CredentialModel stored) {
        try {
            return Math.max(
                    1,
                    JsonSerialization.mapper
                            .readTree(String.valueOf(stored.getCredentialData()))
                            .path(COUNT)
                            .asInt());
        } catch (IOException e) {
            return 1;
        }
    }
}
