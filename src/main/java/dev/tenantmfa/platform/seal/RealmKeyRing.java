package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.KeyRing;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.crypto.SealingKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.connections.jpa.support.EntityManagers;
import org.keycloak.crypto.Algorithm;
import org.keycloak.crypto.KeyUse;
import org.keycloak.crypto.KeyWrapper;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.vault.VaultStringSecret;

/**
 * The sealing keys of a realm.
 *
 * <p>If the realm attribute {@value #KEY_ATTRIBUTE} names an entry of Keycloak's vault as <code>${vault.name}</code>,
 * the key comes from there, and a database dump is not enough to open anything. Otherwise the key is derived from the realm's
 * active AES key, which Keycloak stores in the same database: that protects exports, logs and backups of single tables,
 * not the whole database.
 *
 * <p>After a rotation an old key still opens secrets: a realm key while its key provider is kept (passive is enough), a
 * vault entry while {@value #PREVIOUS_KEYS_ATTRIBUTE} names it. Moving from the realm key to the vault needs nothing
 * else.
 */
public final class RealmKeyRing implements KeyRing {

    /** Realm attribute: a vault reference to at least {@value #MIN_MASTER_LENGTH} characters. */
    public static final String KEY_ATTRIBUTE = "tenant-mfa.encryption-key";

    /** Realm attribute: vault references of earlier keys, separated by commas. */
    public static final String PREVIOUS_KEYS_ATTRIBUTE = "tenant-mfa.previous-encryption-keys";

    static final int MIN_MASTER_LENGTH = 32;
    private static final String REALM_PREFIX = "realm:";
    private static final String VAULT_PREFIX = "vault:";
    private static final Pattern VAULT_REFERENCE = Pattern.compile("\\$\\{vault\\.[^}]+}");

    private final KeycloakSession session;
    private final RealmModel realm;

    public RealmKeyRing(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    @Override
    public SealingKey active() {
        String reference = realm.getAttribute(KEY_ATTRIBUTE);
        if (reference != null && !reference.isBlank()) {
            return fromVault(KEY_ATTRIBUTE, reference.strip());
        }
        return fromRealmKey(activeRealmKey())
                .orElseThrow(() -> new SealException("realm " + realm.getName() + " has no active AES key"));
    }

    /**
     * Keycloak makes a missing key for the realm of the context. While it imports users, before a new realm has keys, they
     * have a persistence context of their own, and a key for the realm of the outer one would be inserted twice (see the
     * warning at {@link EntityManagers#runInBatch}). So the realm is read again.
     */
    private @Nullable KeyWrapper activeRealmKey() {
        RealmModel outer = session.getContext().getRealm();
        if (!EntityManagers.isBatchMode()) {
            return session.keys().getActiveKey(realm, KeyUse.ENC, Algorithm.AES);
        }
        RealmModel inner = session.realms().getRealm(realm.getId());
        session.getContext().setRealm(inner);
        try {
            return session.keys().getActiveKey(inner, KeyUse.ENC, Algorithm.AES);
        } finally {
            session.getContext().setRealm(outer);
        }
    }

    @Override
    public Optional<SealingKey> find(String id) {
        if (id.startsWith(VAULT_PREFIX)) {
            return vaultReferences()
                    .map(this::fromVaultIfThere)
                    .flatMap(Optional::stream)
                    .filter(key -> key.id().equals(id))
                    .findFirst();
        }
        if (id.startsWith(REALM_PREFIX)) {
            return fromRealmKey(
                    session.keys().getKey(realm, id.substring(REALM_PREFIX.length()), KeyUse.ENC, Algorithm.AES));
        }
        return Optional.empty();
    }

    private Stream<String> vaultReferences() {
        return Stream.of(KEY_ATTRIBUTE, PREVIOUS_KEYS_ATTRIBUTE)
                .map(realm::getAttribute)
                .filter(value -> value != null)
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(reference -> !reference.isEmpty());
    }

    private Optional<SealingKey> fromVaultIfThere(String reference) {
        try {
            return Optional.of(fromVault(PREVIOUS_KEYS_ATTRIBUTE, reference));
        } catch (SealException e) {
            // Another entry may hold the wanted key; if none does, the caller says which key is missing.
            return Optional.empty();
        }
    }

    private SealingKey fromVault(String attribute, String reference) {
        if (!VAULT_REFERENCE.matcher(reference).matches()) {
            throw new SealException("realm attribute " + attribute + " must be a vault reference such as "
                    + "${vault.name}; a key in clear would stand in the database and in exports");
        }
        String master = read(reference);
        if (master.length() < MIN_MASTER_LENGTH) {
            throw new SealException(reference + " is shorter than " + MIN_MASTER_LENGTH + " characters");
        }
        return SealingKey.deriveWithFingerprint(VAULT_PREFIX, master.getBytes(StandardCharsets.UTF_8));
    }

    /** Keycloak's vaults throw any kind of exception if an entry or a key store cannot be read. */
    private String read(String reference) {
        Optional<String> master;
        try (VaultStringSecret secret = session.vault().getStringSecret(reference)) {
            master = secret.get().map(String::strip).filter(value -> !value.equals(reference));
        } catch (RuntimeException e) {
            throw new SealException(reference + " cannot be read from the vault", e);
        }
        return master.orElseThrow(() -> new SealException(reference + " is not in the vault, or no vault is set up"));
    }

    private static Optional<SealingKey> fromRealmKey(@Nullable KeyWrapper key) {
        if (key == null || key.getSecretKey() == null) {
            return Optional.empty();
        }
        return Optional.of(SealingKey.derive(
                REALM_PREFIX + key.getKid(), key.getSecretKey().getEncoded()));
    }
}
