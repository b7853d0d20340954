package dev.tenantmfa.setup.remote;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.SecurityKeys;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.otp.OtpauthUri;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.platform.store.FreshCredentials;
import dev.tenantmfa.platform.store.SingleWriter;
import dev.tenantmfa.setup.DeviceName;
import dev.tenantmfa.setup.Enrolment;
import dev.tenantmfa.setup.Issuer;
import dev.tenantmfa.setup.PendingSetup;
import dev.tenantmfa.setup.QrCode;
import dev.tenantmfa.setup.form.SetupSettings;
import dev.tenantmfa.totp.TotpCredential;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Sets up an authenticator app with backup codes through an API. One request starts the setup, another confirms it with
 * the first code; nothing is a factor before that. A user has at most one such setup. It is stored encrypted on the
 * server for {@link PendingSetups#LIFESPAN_SECONDS} and is available only with the binding that it was started with.
 *
 * <p>Callers of {@link #begin} must first verify the user by a password or a fresh login.
 */
public final class RemoteSetup {

    private final KeycloakSession session;
    private final RealmModel realm;
    private final SecondFactors factors;
    private final PendingSetups setups;

    private RemoteSetup(KeycloakSession session) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.factors = SecondFactors.of(session);
        this.setups = new PendingSetups(session, realm);
    }

    /** For the realm of the session's context. */
    public static RemoteSetup of(KeycloakSession session) {
        return new RemoteSetup(session);
    }

    /**
     * Data that is shown to the user once. {@code toString} shows nothing.
     *
     * @param secret      Base32
     * @param otpauthUri  for an authenticator app
     * @param issuer      as the app shows it
     * @param accountName as the app shows it
     * @param backupCodes valid after the confirmation; digits without separators
     * @param expiresIn   time left for the first code
     */
    public record Begun(
            String secret,
            String otpauthUri,
            String issuer,
            String accountName,
            List<String> backupCodes,
            Duration expiresIn) {

        /** The URI as a QR code. */
        public byte[] qrCodePng() {
            return QrCode.of(otpauthUri).png();
        }

        /** The same as a data URI, for pages and JSON. */
        public String qrCodeDataUri() {
            return QrCode.of(otpauthUri).dataUri();
        }

        @Override
        public String toString() {
            return "Begun[hidden]";
        }
    }

    /** Result of a confirmation. */
    public sealed interface Confirmed {

        /** The app and the backup codes are now factors. The code that proved the app cannot be used to log in. */
        record Enabled(String credentialId) implements Confirmed {}

        /** No setup is pending for that binding: none was started, or it has expired. */
        record NothingBegun() implements Confirmed {}

        /** The user already has a second factor. */
        record AlreadyEnabled() implements Confirmed {}

        /** Another change of the user's factors is in progress. Nothing was checked. */
        record Busy() implements Confirmed {}

        /** @param detail the rule for names, for users */
        record DeviceNameRefused(String detail) implements Confirmed {}

        /** The code was not accepted. The setup stays pending. */
        record CodeRefused(Verification verification) implements Confirmed {}
    }

    /**
     * Whether the user has set up any second factor, including those of Keycloak that use no code. If so, no setup
     * starts. Callers must make sure themselves that a user whose factor is a code by email was asked for one first.
     */
    public boolean hasFactor(UserModel user) {
        return factors.isEnrolledFor(user) || SecurityKeys.areStoredFor(realm, user);
    }

    /**
     * Starts a setup and discards an earlier one of the user.
     *
     * @param binding required again at the confirmation: id of a session or of a pending login
     * @return empty if the user has a second factor
     * @throws SealException if no key is available
     */
    public Optional<Begun> begin(UserModel user, String binding) {
        if (hasFactor(user)) {
            return Optional.empty();
        }
        BackupCodeCredential.Draft draft = SetupSettings.draft(realm);
        PendingSetup pending =
                PendingSetup.begin(RealmOtpPolicy.parameters(realm)).withCodes(draft);
        setups.put(user, binding, pending);
        return Optional.of(begun(user, pending));
    }

    /**
     * The QR code of the setup that {@link #begin} started, as long as it is pending.
     *
     * @return PNG; empty if no setup is pending with that binding
     */
    public Optional<byte[]> picture(UserModel user, String binding) {
        return setups.find(user, binding).map(pending -> begun(user, pending).qrCodePng());
    }

    /** Whether the user has a pending setup with any binding. Does not decrypt it. */
    public boolean isPending(UserModel user) {
        return setups.isPending(user);
    }

    /**
     * Confirms the setup with the first code. Writes the event {@code UPDATE_CREDENTIAL}, of which the user is notified
     * by mail.
     *
     * @param code       as typed
     * @param deviceName as typed; null or blank for none
     * @param budget     that a wrong code counts against
     * @param event      of the request, with client, session and address; a copy of it is written
     * @throws SealException if no key is available
     */
    public Confirmed confirm(
            UserModel user,
            String binding,
            @Nullable String code,
            @Nullable String deviceName,
            AttemptBudget budget,
            EventBuilder event) {
        if (!SingleWriter.tryHoldFactors(session, user)) {
            return new Confirmed.Busy();
        }
        Optional<PendingSetup> pending = setups.find(user, binding);
        if (pending.isEmpty()) {
            return new Confirmed.NothingBegun();
        }
        // Bypasses the cache, because another setup may just have been completed.
        boolean hasApp = !FreshCredentials.ofType(session, realm, user, TotpCredential.TYPE)
                .isEmpty();
        if (hasApp || hasFactor(user)) {
            return new Confirmed.AlreadyEnabled();
        }
        String name = DeviceName.normalize(deviceName);
        Optional<String> fault = faultOf(user, name);
        if (fault.isPresent()) {
            return new Confirmed.DeviceNameRefused(fault.get());
        }
        EventBuilder writing = event.clone()
                .event(EventType.UPDATE_CREDENTIAL)
                .user(user)
                .detail(Details.CREDENTIAL_TYPE, TotpCredential.TYPE);
        FirstCode proof = FirstCode.check(
                pending.get(),
                CodeInput.of(code),
                realm,
                wrong -> CodeCheck.of(session).refusalOf(user, budget, ignored -> wrong));
        if (proof.refusal() != null) {
            FactorEvents.describe(session, writing, proof.refusal());
            FactorEvents.errorOf(proof.refusal()).ifPresent(writing::error);
            return new Confirmed.CodeRefused(proof.refusal());
        }
        PendingSetup begun = pending.get();
        PendingSetup proven = begun.proven(
                proof.step(), name.isEmpty() ? null : name, begun.draft().orElse(null));
        return store(user, proven, writing);
    }

    private Confirmed store(UserModel user, PendingSetup proven, EventBuilder event) {
        setups.remove(user);
        Optional<String> id = Enrolment.store(session, realm, user, proven);
        if (id.isEmpty()) {
            // Another request has already confirmed this setup.
            return new Confirmed.AlreadyEnabled();
        }
        FactorEvents.describe(session, event, new Verification.Accepted(FactorKind.TOTP, id.get()));
        event.detail(Details.CREDENTIAL_ID, id.get()).success();
        return new Confirmed.Enabled(id.get());
    }

    private static Optional<String> faultOf(UserModel user, String name) {
        if (!DeviceName.isAllowed(name)) {
            return Optional.of("device_name must have at most " + DeviceName.MAX_LENGTH
                    + " characters and no control characters.");
        }
        return !name.isEmpty() && TotpCredential.hasLabel(user, name)
                ? Optional.of("Another credential already has this device_name.")
                : Optional.empty();
    }

    private Begun begun(UserModel user, PendingSetup pending) {
        OtpauthUri uri = Issuer.uriOf(realm, user, pending);
        return new Begun(
                pending.totpSecret().base32(),
                uri.uri(),
                uri.issuer(),
                uri.account(),
                pending.draft().map(draft -> draft.codes().codes()).orElseGet(List::of),
                setups.lifespan());
    }
}
