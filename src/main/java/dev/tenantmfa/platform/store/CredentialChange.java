package dev.tenantmfa.platform.store;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.UserCache;

/**
 * Changes a credential right before the transaction of the request is committed, with one statement that matches only if nobody
 * else changed the credential meanwhile, and that is otherwise tried again. So the commit cannot fail because of it, which a change
 * through Keycloak's SPI can, and no row is locked while the request works in transactions of its own.
 *
 * <p>The user stays in the caches of all nodes unless the secret changes, so the caches show old credential data.
 */
public record CredentialChange(KeycloakSession session, RealmModel realm, UserModel user) {

    private static final int TRIES = 5;

    /**
     * A credential as it is in the database.
     *
     * @param version with which it is locked optimistically; 0 for users of a user storage provider without import
     */
    public record Stored(CredentialModel model, int version) {}

    /**
     * The credential as it is in the database now; empty if it was removed.
     *
     * @param known as the cache has it
     */
    public Optional<Stored> read(CredentialModel known) {
        if (!FreshCredentials.areInDatabase(session, user)) {
            return Optional.ofNullable(user.credentialManager().getStoredCredentialById(known.getId()))
                    .map(model -> new Stored(model, 0));
        }
        List<Object[]> rows = entities()
                .createQuery(
                        "select c.secretData, c.credentialData, c.version from CredentialEntity c"
                                + " where c.id = :id and c.user.id = :user",
                        Object[].class)
                .setParameter("id", known.getId())
                .setParameter("user", user.getId())
                .getResultList();
        return rows.stream().findFirst().map(row -> {
            CredentialModel model = known.shallowClone();
            model.setSecretData((String) row[0]);
            model.setCredentialData((String) row[1]);
            return new Stored(model, (Integer) row[2]);
        });
    }

    /**
     * Changes it at the end of the request, unless it is rolled back. Does nothing if the credential was removed meanwhile.
     *
     * @param read   as it was read in this request
     * @param change gets the credential as it is stored then, and returns what to store, of which {@code secretData} and
     *     {@code credentialData} count; empty to leave it. May be called several times.
     */
    public void atCommit(Stored read, Function<CredentialModel, Optional<CredentialModel>> change) {
        session.getTransactionManager().enlistPrepare(new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                Optional<Stored> stored = Optional.of(read);
                for (int i = 0; i < TRIES && stored.isPresent(); i++) {
                    Stored now = stored.get();
                    Optional<CredentialModel> changed = change.apply(now.model());
                    if (changed.isEmpty() || isStored(now, changed.get())) {
                        return;
                    }
                    stored = read(read.model());
                }
            }

            @Override
            protected void rollbackImpl() {}
        });
    }

    private boolean isStored(Stored before, CredentialModel changed) {
        if (!FreshCredentials.areInDatabase(session, user)) {
            user.credentialManager().updateStoredCredential(changed);
            return true;
        }
        int rows = entities()
                .createQuery("update CredentialEntity c set c.secretData = :secret, c.credentialData = :data,"
                        + " c.version = c.version + 1 where c.id = :id and c.version = :version")
                .setParameter("secret", changed.getSecretData())
                .setParameter("data", changed.getCredentialData())
                .setParameter("id", changed.getId())
                .setParameter("version", before.version())
                .executeUpdate();
        UserCache cache = session.getProvider(UserCache.class);
        if (rows == 1
                && cache != null
                && !changed.getSecretData().equals(before.model().getSecretData())) {
            cache.evict(realm, user);
        }
        return rows == 1;
    }

    private EntityManager entities() {
        return session.getProvider(JpaConnectionProvider.class).getEntityManager();
    }
}
