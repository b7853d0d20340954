package dev.tenantmfa.platform.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;

/**
 * Changes a credential as it is in the database now, in the current transaction: one query, and one statement that
 * changes the row only if nobody else did meanwhile. From then on until the commit, the row is locked for others, so the commit
 * cannot fail because of it. Keycloak's SPI finds a conflict only at the commit, when the login can no longer tell the user.
 *
 * <p>The user stays in the caches of all nodes unless the secret changes, so the cache shows old credential data.
 */
public final class CredentialChange {

    private static final int TRIES = 3;

    private CredentialChange() {}

    /** What became of it. */
    public enum Outcome {
        /** Changed, if the transaction commits. */
        CHANGED,
        /** The change was not wanted for what is stored now, or others changed it again and again. */
        REFUSED,
        /** The credential does not exist anymore. */
        GONE
    }

    /**
     * @param known  the credential as a cache knows it
     * @param change gets the credential as it is stored now, and returns what to store; empty to refuse. May be called
     *     several times. Only {@code secretData} and {@code credentialData} are stored.
     */
    public static Outcome apply(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            CredentialModel known,
            Function<CredentialModel, Optional<CredentialModel>> change) {
        if (!FreshCredentials.areInDatabase(session, user)) {
            return throughStorage(user, known, change);
        }
        EntityManager entities =
                session.getProvider(JpaConnectionProvider.class).getEntityManager();
        for (int i = 0; i < TRIES; i++) {
            List<Object[]> rows = entities.createQuery(
                            "select c.secretData, c.credentialData, c.version from CredentialEntity c"
                                    + " where c.id = :id and c.user.id = :user",
                            Object[].class)
                    .setParameter("id", known.getId())
                    .setParameter("user", user.getId())
                    .getResultList();
            if (rows.isEmpty()) {
                return Outcome.GONE;
            }
            CredentialModel stored = known.shallowClone();
            stored.setSecretData((String) rows.get(0)[0]);
            stored.setCredentialData((String) rows.get(0)[1]);
            Optional<CredentialModel> changed = change.apply(stored);
            if (changed.isEmpty()) {
                return Outcome.REFUSED;
            }
            if (store(entities, changed.get(), (Integer) rows.get(0)[2])) {
                if (!changed.get().getSecretData().equals(known.getSecretData())) {
                    evict(session, realm, user);
                }
                return Outcome.CHANGED;
            }
        }
        return Outcome.REFUSED;
    }

    private static boolean store(EntityManager entities, CredentialModel changed, int version) {
        return entities.createQuery("update CredentialEntity c set c.secretData = :secret, c.credentialData = :data,"
                                + " c.version = c.version + 1 where c.id = :id and c.version = :version")
                        .setParameter("secret", changed.getSecretData())
                        .setParameter("data", changed.getCredentialData())
                        .setParameter("id", changed.getId())
                        .setParameter("version", version)
                        .executeUpdate()
                == 1;
    }

    /** No public API reads credentials of a user storage provider without import past the cache. */
    private static Outcome throughStorage(
            UserModel user, CredentialModel known, Function<CredentialModel, Optional<CredentialModel>> change) {
        CredentialModel stored = user.credentialManager().getStoredCredentialById(known.getId());
        if (stored == null) {
            return Outcome.GONE;
        }
        Optional<CredentialModel> changed = change.apply(stored);
        changed.ifPresent(user.credentialManager()::updateStoredCredential);
        return changed.isPresent() ? Outcome.CHANGED : Outcome.REFUSED;
    }

    private static void evict(KeycloakSession session, RealmModel realm, UserModel user) {
        UserCache cache = session.getProvider(UserCache.class);
        if (cache != null) {
            cache.evict(realm, user);
        }
    }
}
