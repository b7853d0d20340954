package dev.tenantmfa.backupcode;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.platform.seal.CredentialSeal;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.util.JsonSerialization;

/**
 * A user's set of backup codes as Keycloak stores it: counts in {@code credentialData}, the sealed hashes in
 * {@code secretData}.
 */
public final class BackupCodeCredential {

    public static final String TYPE = "tmfa-backup-codes";

    /** Id of the required action that creates a new set. */
    public static final String SETUP_ACTION = "tmfa-regenerate-backup-codes";

    /** The most codes of a set. */
    static final int MOST = 20;

    private final CredentialModel model;
    private final Data data;

    private BackupCodeCredential(CredentialModel model, Data data) {
        this.model = model;
        this.data = data;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(
            @JsonProperty("count") int count,
            @JsonProperty("length") int length,
            @JsonProperty("remaining") int remaining,

            @JsonProperty("lastUsedAt") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Long lastUsedAt) {

        Data {
            if (length < 1 || remaining < 0) {
                throw new IllegalArgumentException("no data of a set of backup codes");
            }
        }
    }

    /** Codes in clear with the salt of their set, as shown to the user before they are stored. */
    public static final class Draft {

        private final BackupCodeSet.Generated generated;
        private final int length;

        private Draft(BackupCodeSet.Generated generated, int length) {
            this.generated = generated;
            this.length = length;
        }

        public BackupCodes codes() {
            return generated.codes();
        }

        /** The salt of the set; {@link #restore} rebuilds the same draft from it and the codes. */
        public byte[] salt() {
            return generated.salt().clone();
        }

        @Override
        public String toString() {
            return "Draft[hidden]";
        }
    }

    /**
     * @param count 5 to 20
     * @param length digits, 9 to 16
     */
    public static Draft draft(int count, int length) {
        return new Draft(BackupCodeSet.generate(count, length), length);
    }

    /** A draft with codes of another system. */
    static Draft given(BackupCodes codes) {
        return restore(codes, BackupCodeSet.saltFor(codes));
    }

    /** The draft with these codes and this salt, as {@link #draft} made it. */
    public static Draft restore(BackupCodes codes, byte[] salt) {
        return new Draft(
                new BackupCodeSet.Generated(codes, salt.clone()),
                codes.codes().get(0).length());
    }

    /**
     * Hashes and stores the codes of a draft. This invalidates the user's earlier set.
     *
     * @throws SealException if no key is available
     */
    public static void store(KeycloakSession session, RealmModel realm, UserModel user, Draft draft, Instant now) {
        CredentialModel model = seal(session, realm, user, draft, now);
        remove(user);
        user.credentialManager().createStoredCredential(model);
    }

    /** A new set, not stored yet. */
    static CredentialModel seal(KeycloakSession session, RealmModel realm, UserModel user, Draft draft, Instant now) {
        BackupCodeSet set = BackupCodeSet.hash(draft.generated, new BackupCodeHash(session, realm));
        CredentialModel model = new CredentialModel();
        model.setId(KeycloakModelUtils.generateId());
        model.setType(TYPE);
        model.setCreatedDate(now.toEpochMilli());
        int count = set.entries().size();
        BackupCodeCredential credential = new BackupCodeCredential(model, new Data(count, draft.length, count, null));
        credential.write(set, user.getId(), CredentialSeal.of(session, realm));
        return model;
    }

    /** Removes every set of the user. */
    public static void remove(UserModel user) {
        user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .map(CredentialModel::getId)
                .toList()
                .forEach(user.credentialManager()::removeStoredCredentialById);
    }

    /** The user's set; empty if there is none or its data is not readable. */
    public static Optional<BackupCodeCredential> of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .findFirst()
                .flatMap(BackupCodeCredential::of);
    }

    static Optional<BackupCodeCredential> of(CredentialModel stored) {
        try {
            Data data = JsonSerialization.readValue(stored.getCredentialData(), Data.class);
            return data == null ? Optional.empty() : Optional.of(new BackupCodeCredential(stored.shallowClone(), data));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String id() {
        return model.getId();
    }

    /** The number of codes that are still valid. */
    public int remaining() {
        return data.remaining();
    }

    /** The number of digits of a code. */
    int length() {
        return data.length();
    }

    CredentialModel model() {
        return model;
    }

    /** @throws SealException if it does not open */
    BackupCodeSet open(String userId, CredentialSeal seal) {
        return BackupCodeSet.parse(seal.open(model.getSecretData(), binding(userId)));
    }

    /** When one of its codes was last used; empty if none was. */
    Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(data.lastUsedAt()).map(Instant::ofEpochMilli);
    }

    Optional<Instant> createdAt() {
        return Optional.ofNullable(model.getCreatedDate()).map(Instant::ofEpochMilli);
    }

    /** The same credential with the codes that are left after one was used, sealed with the active key. */
    BackupCodeCredential with(BackupCodeSet set, Instant usedAt, String userId, CredentialSeal seal) {
        BackupCodeCredential changed = new BackupCodeCredential(
                model, new Data(data.count(), data.length(), set.entries().size(), usedAt.toEpochMilli()));
        changed.write(set, userId, seal);
        return changed;
    }

    private void write(BackupCodeSet set, String userId, CredentialSeal seal) {
        try {
            model.setCredentialData(JsonSerialization.writeValueAsString(data));
        } catch (IOException e) {
            throw new IllegalStateException("credential data cannot be written", e);
        }
        model.setSecretData(seal.seal(set.json(), binding(userId)));
    }

    private CredentialSeal.Binding binding(String userId) {
        return new CredentialSeal.Binding(TYPE, userId, id());
    }
}
