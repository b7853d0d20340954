package dev.tenantmfa.totp;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.BundleText;
import dev.tenantmfa.platform.seal.CredentialSeal;
import dev.tenantmfa.platform.store.CredentialLabel;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.util.JsonSerialization;

/**
 * An authenticator app of a person as Keycloak stores it: parameters and last accepted time step in
 * {@code credentialData}, the sealed secret in {@code secretData}.
 */
public final class TotpCredential {

    public static final String TYPE = "tmfa-totp";

    /** Id of the required action that sets an app up. */
    public static final String SETUP_ACTION = "tmfa-configure";

    private static final Logger LOG = Logger.getLogger(TotpCredential.class);

    private final CredentialModel model;
    private final Data data;

    private TotpCredential(CredentialModel model, Data data) {
        this.model = model;
        this.data = data;
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Data(
            @JsonProperty("digits") int digits,
            @JsonProperty("period") int period,
            @JsonProperty("algorithm") String algorithm,
            @JsonProperty("lastStep") long lastStep,
            @JsonProperty("lastUsedAt") @Nullable Long lastUsedAt) {

        TotpParameters parameters() {
            return new TotpParameters(digits, period, TotpAlgorithm.of(algorithm));
        }
    }

    /**
     * A new credential, not stored yet.
     *
     * @param deviceName shown to the person; null for none
     * @param lastStep the time step of the code that proved the set-up: it and earlier ones cannot log in
     * @throws SealException if no key can be had
     */
    public static TotpCredential create(
            String userId,
            TotpSecret secret,
            TotpParameters parameters,
            @Nullable String deviceName,
            long lastStep,
            Instant now,
            CredentialSeal seal) {
        CredentialModel model = new CredentialModel();
        model.setId(KeycloakModelUtils.generateId());
        model.setType(TYPE);
        model.setUserLabel(deviceName);
        model.setCreatedDate(now.toEpochMilli());
        Data data = new Data(
                parameters.digits(),
                parameters.periodSeconds(),
                parameters.algorithm().macName(),
                lastStep,
                null);
        TotpCredential credential = new TotpCredential(model, data);
        credential.write(data);
        model.setSecretData(seal.seal(secret.bytes(), binding(userId, model.getId())));
        return credential;
    }

    /** @return empty where the stored data is not readable */
    public static Optional<TotpCredential> of(CredentialModel stored) {
        try {
            Data data = JsonSerialization.readValue(stored.getCredentialData(), Data.class);
            data.parameters();
            return Optional.of(new TotpCredential(stored.shallowClone(), data));
        } catch (IOException | IllegalArgumentException | NullPointerException e) {
            return Optional.empty();
        }
    }

    /** Whether the user has an app of this extension. */
    public static boolean isStoredFor(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .findAny()
                .isPresent();
    }

    /** Whether Keycloak would refuse another app of that name. */
    public static boolean hasLabel(UserModel user, String label) {
        return CredentialLabel.isTaken(user, TYPE, label);
    }

    /**
     * The label of an app to which the user gave no name, since Keycloak's own pages would show the credential's type.
     *
     * @return null if the theme has no such text
     */
    public static @Nullable String usualLabel(KeycloakSession session, RealmModel realm, UserModel user) {
        return BundleText.of(session, realm, user, TYPE)
                .map(text -> CredentialLabel.counted(user, TYPE, text))
                .orElse(null);
    }

    public String id() {
        return model.getId();
    }

    public TotpParameters parameters() {
        return data.parameters();
    }

    /** The last accepted time step, -1 where none was accepted yet. */
    public long lastStep() {
        return data.lastStep();
    }

    /** When a code of it was accepted last, that of the set-up not counted; empty where none was. */
    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(data.lastUsedAt()).map(Instant::ofEpochMilli);
    }

    /** For storing. */
    public CredentialModel model() {
        return model;
    }

    /** @throws SealException if it does not open */
    TotpSecret secret(String userId, CredentialSeal seal) {
        return TotpSecret.ofBytes(seal.open(model.getSecretData(), binding(userId, id())));
    }

    /** Remembers the accepted step, and seals the secret anew where the key was rotated. */
    void accept(long step, Instant now, String userId, TotpSecret secret, CredentialSeal seal) {
        write(new Data(data.digits(), data.period(), data.algorithm(), step, now.toEpochMilli()));
        try {
            if (seal.isOutdated(model.getSecretData())) {
                model.setSecretData(seal.seal(secret.bytes(), binding(userId, id())));
            }
        } catch (SealException e) {
            // The old key opened it; that the new one cannot be had must not keep the person out.
            LOG.warnf("Credential %s stays sealed with an old key: %s", id(), e.getMessage());
        }
    }

    private void write(Data changed) {
        try {
            model.setCredentialData(JsonSerialization.writeValueAsString(changed));
        } catch (IOException e) {
            throw new IllegalStateException("credential data cannot be written", e);
        }
    }

    private static CredentialSeal.Binding binding(String userId, String credentialId) {
        return new CredentialSeal.Binding(TYPE, userId, credentialId);
    }
}
