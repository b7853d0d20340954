package dev.tenantmfa.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.backupcode.BackupCodes;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.platform.seal.SealedNote;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * A pending setup: the future app and the future backup codes. Stored encrypted on the server, in a browser login as a
 * note of the login, otherwise by {@code RemoteSetup}, so that a client cannot change it.
 *
 * @param id         of this setup
 * @param provenStep time step of the code that proved the app; null before
 * @param codes      backup codes in clear; null in a browser before the proof, or if the user keeps the existing codes
 */
public record PendingSetup(
        @JsonProperty("id") String id,
        @JsonProperty("secret") byte[] secret,
        @JsonProperty("digits") int digits,
        @JsonProperty("period") int period,
        @JsonProperty("algorithm") String algorithm,
        @JsonProperty("deviceName") @Nullable String deviceName,
        @JsonProperty("provenStep") @Nullable Long provenStep,
        @JsonProperty("codes") @Nullable List<String> codes,
        @JsonProperty("salt") byte @Nullable [] salt) {

    private static final SealedNote<PendingSetup> NOTE =
            new SealedNote<>("tenant-mfa.setup", "setup", PendingSetup.class);

    /** With a new secret. */
    public static PendingSetup begin(TotpParameters parameters) {
        return new PendingSetup(
                KeycloakModelUtils.generateId(),
                TotpSecret.generate(SecretGenerator.getInstance()::randomBytes).bytes(),
                parameters.digits(),
                parameters.periodSeconds(),
                parameters.algorithm().macName(),
                null,
                null,
                null,
                null);
    }

    public PendingSetup proven(long step, @Nullable String name, BackupCodeCredential.@Nullable Draft draft) {
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

    /** With the backup codes that become valid together with the app. */
    public PendingSetup withCodes(BackupCodeCredential.Draft draft) {
        return new PendingSetup(
                id,
                secret,
                digits,
                period,
                algorithm,
                deviceName,
                provenStep,
                draft.codes().codes(),
                draft.salt());
    }

    public TotpSecret totpSecret() {
        return TotpSecret.ofBytes(secret);
    }

    public TotpParameters parameters() {
        return new TotpParameters(digits, period, TotpAlgorithm.of(algorithm));
    }

    public Optional<BackupCodeCredential.Draft> draft() {
        return codes == null || salt == null
                ? Optional.empty()
                : Optional.of(BackupCodeCredential.restore(new BackupCodes(codes), salt));
    }

    /** The time step in which the input is the valid code; empty if it is not valid at that time. */
    public OptionalLong stepOf(CodeInput input, RealmModel realm, Instant now) {
        return new Totp(parameters(), totpSecret()).match(input.text(), now, RealmOtpPolicy.lookAround(realm), -1);
    }

    /**
     * Encrypts the setup for storage until the next request.
     *
     * @param place where it is stored; it can only be decrypted for the same user and place
     * @throws dev.tenantmfa.crypto.SealException if no key is available
     */
    public String sealed(KeycloakSession session, UserModel user, String place) {
        return NOTE.seal(session, user, place, this);
    }

    /** Decrypts a stored setup. Empty if there is none, or if it can no longer be decrypted. */
    public static Optional<PendingSetup> open(
            @Nullable String sealed, KeycloakSession session, UserModel user, String place) {
        return NOTE.open(session, user, place, sealed);
    }

    /**
     * Stores the setup in a note of the login.
     *
     * @throws dev.tenantmfa.crypto.SealException if no key is available
     */
    public void save(KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        NOTE.save(session, login, user, this);
    }

    /** Empty if none is pending in this login, or if its note can no longer be decrypted. */
    public static Optional<PendingSetup> load(
            KeycloakSession session, AuthenticationSessionModel login, UserModel user) {
        return NOTE.load(session, login, user);
    }

    public static void forget(AuthenticationSessionModel login) {
        NOTE.forget(login);
    }

    @Override
    public String toString() {
        return "PendingSetup[hidden]";
    }
}
