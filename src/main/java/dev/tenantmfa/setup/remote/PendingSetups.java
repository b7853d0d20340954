package dev.tenantmfa.setup.remote;

import dev.tenantmfa.platform.setting.IntSetting;
import dev.tenantmfa.platform.setting.Setting;
import dev.tenantmfa.platform.store.Fingerprint;
import dev.tenantmfa.setup.PendingSetup;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Setups that wait for their first code: one per user, encrypted, for {@link #LIFESPAN_SECONDS}. Each can only be
 * decrypted with the binding that it was stored with.
 */
record PendingSetups(KeycloakSession session, RealmModel realm) {

    /** Realm attribute. Seconds, 60 to 3600, default 600. */
    static final IntSetting LIFESPAN_SECONDS =
            Setting.key("tenant-mfa.setup-seconds").range(60, 3600).or(600);

    private static final String SEALED = "sealed";

    /** Replaces an earlier setup of the user. */
    void put(UserModel user, String binding, PendingSetup pending) {
        session.singleUseObjects()
                .put(
                        keyOf(user),
                        lifespan().toSeconds(),
                        Map.of(SEALED, pending.sealed(session, user, placeOf(binding))));
    }

    Optional<PendingSetup> find(UserModel user, String binding) {
        Map<String, String> kept = session.singleUseObjects().get(keyOf(user));
        return kept == null ? Optional.empty() : PendingSetup.open(kept.get(SEALED), session, user, placeOf(binding));
    }

    /** Whether the user has a pending setup with any binding. Does not decrypt it. */
    boolean isPending(UserModel user) {
        return session.singleUseObjects().contains(keyOf(user));
    }

    void remove(UserModel user) {
        session.singleUseObjects().remove(keyOf(user));
    }

    Duration lifespan() {
        return Duration.ofSeconds(LIFESPAN_SECONDS.in(realm));
    }

    private static String placeOf(String binding) {
        return "remote/" + binding;
    }

    /** The store is flat and shared by all realms and purposes. */
    private String keyOf(UserModel user) {
        return "tmfa.pending-setup." + Fingerprint.of(realm.getId() + "/" + user.getId());
    }
}
