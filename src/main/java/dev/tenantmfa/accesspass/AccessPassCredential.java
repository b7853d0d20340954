package dev.tenantmfa.accesspass;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.seal.CodeHash;
import dev.tenantmfa.platform.seal.CredentialSeal;
import dev.tenantmfa.platform.store.CredentialLabel;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.util.JsonSerialization;

/** A user's access pass as Keycloak stores it: its end and maker in {@code credentialData}, the sealed hash beside it. */
final class AccessPassCredential {

    static final String TYPE = AccessPasses.TYPE;

    /** In Keycloak's admin console. */
    private static final String LABEL = "Access pass";

    private static final int SALT_BYTES = 16;

    private final CredentialModel model;
    private final Data data;

    private AccessPassCredential(CredentialModel model, Data data) {
        this.model = model;
        this.data = data;
    }

    /**
     * @param expiresAt milliseconds since the epoch
     * @param maker id of the tenant that made it; null for a realm administrator
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(
            @JsonProperty(value = "expiresAt", required = true)
            long expiresAt,

            @JsonProperty("maker") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String maker) {}

    /** The hash, in the format of {@code PasswordHashProvider}. */
    record Secret(
            @JsonProperty("salt") byte[] salt,
            @JsonProperty("data") String data,
            @JsonProperty("hash") String hash) {

        @Override
        public String toString() {
            return "Secret[hidden]";
        }
    }

    /**
     * Stores a pass for a user who has none.
     *
     * @throws SealException if no key is available
     */
    static void store(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            AccessPassCode code,
            Instant now,
            Instant expiresAt,
            @Nullable String maker) {
        byte[] salt = SecretGenerator.getInstance().randomBytes(SALT_BYTES);
        CredentialModel hashed = new CodeHash(session, realm).hash(code.text(), salt);
        CredentialModel model = new CredentialModel();
        model.setId(KeycloakModelUtils.generateId());
        model.setType(TYPE);
        model.setUserLabel(CredentialLabel.counted(user, TYPE, LABEL));
        model.setCreatedDate(now.toEpochMilli());
        try {
            model.setCredentialData(JsonSerialization.writeValueAsString(new Data(expiresAt.toEpochMilli(), maker)));
            byte[] secret = JsonSerialization.writeValueAsBytes(
                    new Secret(salt, hashed.getCredentialData(), hashed.getSecretData()));
            model.setSecretData(CredentialSeal.of(session, realm).seal(secret, binding(user, model.getId())));
        } catch (IOException e) {
            throw new IllegalStateException("an access pass cannot be written", e);
        }
        user.credentialManager().createStoredCredential(model);
    }

    /** The stored passes that are readable; more than one only if two were made at the same moment. */
    static List<AccessPassCredential> of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .flatMap(model -> of(model).stream())
                .toList();
    }

    static Optional<AccessPassCredential> of(CredentialModel stored) {
        try {
            Data data = JsonSerialization.readValue(stored.getCredentialData(), Data.class);
            return data == null ? Optional.empty() : Optional.of(new AccessPassCredential(stored, data));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Removes every pass of the user, readable or not. */
    static void remove(UserModel user) {
        user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .map(CredentialModel::getId)
                .toList()
                .forEach(user.credentialManager()::removeStoredCredentialById);
    }

    String id() {
        return model.getId();
    }

    Instant expiresAt() {
        return Instant.ofEpochMilli(data.expiresAt());
    }

    boolean isValid(Instant now) {
        return now.isBefore(expiresAt());
    }

    Optional<String> maker() {
        return Optional.ofNullable(data.maker());
    }

    /**
     * Whether the code is that of this pass. Costs one hash.
     *
     * @throws SealException if the secret does not open or is not readable
     */
    boolean matches(KeycloakSession session, RealmModel realm, UserModel user, AccessPassCode code) {
        byte[] opened = CredentialSeal.of(session, realm).open(model.getSecretData(), binding(user, id()));
        Secret secret = parse(opened);
        CredentialModel hashed = new CredentialModel();
        hashed.setCredentialData(secret.data());
        hashed.setSecretData(secret.hash());
        return new CodeHash(session, realm).matches(code.text(), secret.salt(), hashed);
    }

    private static Secret parse(byte[] json) {
        try {
            Secret secret = JsonSerialization.readValue(json, Secret.class);
            if (secret != null && secret.salt() != null && secret.data() != null && secret.hash() != null) {
                return secret;
            }
        } catch (IOException e) {
            throw new SealException("the access pass is not readable", e);
        }
        throw new SealException("the access pass is not readable");
    }

    private static CredentialSeal.Binding binding(UserModel user, String id) {
        return new CredentialSeal.Binding(TYPE, user.getId(), id);
    }
}
