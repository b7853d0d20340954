package dev.tenantmfa.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.backupcode.BackupCodes;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.CredentialSeal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * A set-up that has begun: what the app will be, and once a code proved it, what the backup codes will be. Kept on the
 * server, sealed, in a note of the login; nothing of it comes back from a form.
 *
 * @param id of this set-up
 * @param provenStep time step of the code that proved the app; null before
 * @param codes backup codes in clear; null before the proof, or where the person keeps the codes that there are
 */
record PendingSetup(
        @JsonProperty("id") String id,
        @JsonProperty("secret") byte[] secret,
        @JsonProperty("digits") int digits,
        @JsonProperty("period") int period,
        @JsonProperty("algorithm") String algorithm,
        @JsonProperty("deviceName") @Nullable String deviceName,
        @JsonProperty("provenStep") @Nullable Long provenStep,
        @JsonProperty("codes") @Nullable List<String> codes,
        @JsonProperty("salt") byte @Nullable [] salt) {

    private static final String NOTE = "tenant-mfa.setup";

    static PendingSetup begin(TotpSecret secret, TotpParameters parameters) {
        return new PendingSetup(
                KeycloakModelUtils.generateId(),
                secret.bytes(),
                parameters.digits(),
                parameters.periodSeconds(),
                parameters.algorithm().macName(),
                null,
                null,
                null,
                null);
    }

    PendingSetup proven(long step, @Nullable String name, BackupCodeCredential.@Nullable Draft draft) {
        return new PendingSetup(
                id,
                secret,
                digits,
                period,
                algorithm,
                name,
                step,
                draft == null ? null : draft.codes().codes(),
                draft == null ? null : draft.salt());
    }

    TotpSecret totpSecret() {
        return TotpSecret.ofBytes(secret);
    }

    TotpParameters parameters() {
        return new TotpParameters(digits, period, TotpAlgorithm.of(algorithm));
    }

    Optional<BackupCodeCredential.Draft> draft() {
        return codes == null || salt == null
                ? Optional.empty()
                : Optional.of(BackupCodeCredential.restore(new BackupCodes(codes), salt));
    }

    /** @throws SealException if no key can be had */
    void save(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        try {
            byte[] json = JsonSerialization.writeValueAsBytes(this);
            login.setAuthNote(NOTE, CredentialSeal.of(session, login.getRealm()).seal(json, binding(login, user)));
        } catch (IOException e) {
            throw new IllegalStateException("a set-up cannot be written", e);
        }
    }

    /** Empty where none has begun in this login, or its note does not open any more. */
    static Optional<PendingSetup> load(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        String note = login.getAuthNote(NOTE);
        if (note == null) {
            return Optional.empty();
        }
        try {
            byte[] json = CredentialSeal.of(session, login.getRealm()).open(note, binding(login, user));
            return Optional.of(JsonSerialization.readValue(json, PendingSetup.class));
        } catch (SealException | IOException e) {
            return Optional.empty();
        }
    }

    static void forget(AuthenticationSessionModel login) {
        login.removeAuthNote(NOTE);
    }

    private static CredentialSeal.Binding binding(AuthenticationSessionModel login, UserModel user) {
        return new CredentialSeal.Binding(
                "setup", user.getId(), login.getParentSession().getId() + "/" + login.getTabId());
    }

    @Override
    public String toString() {
        return "PendingSetup[hidden]";
    }
}
