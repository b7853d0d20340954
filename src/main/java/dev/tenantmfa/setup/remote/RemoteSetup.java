package dev.tenantmfa.setup.remote;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeCheck;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorEvents;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.FactorRemoval;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.factor.limit.AttemptBudget;
import dev.tenantmfa.otp.OtpauthUri;
import dev.tenantmfa.otp.TotpSecret;
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
import java.security.SecureRandom;
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
 * Set-up of an authenticator app with backup codes without pages of ours: begun by one request, confirmed with the first
 * code by another. Nothing is a factor before that. A person has one such set-up at a time; it lives for
 * {@link PendingSetups#LIFESPAN_SECONDS}, sealed on the server, and opens only to whoever comes with the binding that it was begun with.
 *
 * <p>Whoever calls {@link #begin} has made sure of the person by a password or a fresh login.
 */
public final class RemoteSetup {

    private static final SecureRandom RANDOM = new SecureRandom();

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
     * What the person is shown, once. Shows nothing of itself in {@code toString}.
     *
     * @param secret Base32
     * @param otpauthUri for an authenticator app
     * @param issuer as the app shows it
     * @param accountName as the app shows it
     * @param backupCodes good from the confirmation on; digits without separators
     * @param expiresIn until when the first code must have come
     */
    public record Begun(
            String secret,
            String otpauthUri,
            String issuer,
            String accountName,
            List<String> backupCodes,
            Duration expiresIn) {

        /** The URI as a picture. */
        public byte[] qrCodePng() {
            return QrCode.of(otpauthUri).png();
        }

        /** The same for pages and JSON. */
        public String qrCodeDataUri() {
            return QrCode.of(otpauthUri).dataUri();
        }

        @Override
        public String toString() {
            return "Begun[hidden]";
        }
    }

    /** What became of a confirmation. */
    public sealed interface Confirmed {

        /** The app and the backup codes are factors now. The code that proved it cannot log in. */
        record Enabled(String credentialId) implements Confirmed {}

        /** No set-up is there for that binding: none was begun, or its time is over. */
        record NothingBegun() implements Confirmed {}

        /** The person has a second factor by now. */
        record AlreadyEnabled() implements Confirmed {}

        /** Another change of the person's factors goes on at this moment; nothing was looked at. */
        record Busy() implements Confirmed {}

        /** @param detail what the name must be like, for people */
        record DeviceNameRefused(String detail) implements Confirmed {}

        /** The code was not accepted; the set-up goes on. */
        record CodeRefused(Verification verification) implements Confirmed {}
    }

    /**
     * Whether the person has set any second factor up, those of Keycloak that ask for no code included: then nothing is
     * begun. Where codes go out by e-mail, whoever calls must see to it that one was asked for first.
     */
    public boolean hasFactor(UserModel user) {
        return factors.isEnrolledFor(user) || FactorRemoval.hasSecurityKey(user);
    }

    /**
     * Begins; an earlier set-up of the person is forgotten.
     *
     * @param binding what the confirmation must come with: id of a session, or of a login that waits
     * @return empty where the person has a second factor
     * @throws SealException if no key can be had
     */
    public Optional<Begun> begin(UserModel user, String binding) {
        if (hasFactor(user)) {
            return Optional.empty();
        }
        BackupCodeCredential.Draft draft = SetupSettings.draft(realm);
        PendingSetup pending = PendingSetup.begin(TotpSecret.generate(RANDOM), RealmOtpPolicy.parameters(realm))
                .withCodes(draft);
        setups.put(user, binding, pending);
        return Optional.of(begun(user, pending));
    }

    /**
     * The QR code of what {@link #begin} gave, once: someone who steals a token of the binding after that sees no secret, and
     * who was faster than the user leaves the user without a picture.
     *
     * @return PNG; empty where nothing was begun with that binding, its time is over, or the picture was fetched before
     */
    public Optional<byte[]> pictureOnce(UserModel user, String binding) {
        return setups.find(user, binding)
                .filter(setups::isFirstPicture)
                .map(pending -> begun(user, pending).qrCodePng());
    }

    /** Whether a setup of the user waits for its code, of whatever binding. Opens nothing. */
    public boolean isPending(UserModel user) {
        return setups.isPending(user);
    }

    /**
     * Confirms with the first code. Writes the event {@code UPDATE_CREDENTIAL}, of which the person is told by mail.
     *
     * @param code as typed
     * @param deviceName as typed; null or blank for none
     * @param budget what a wrong code counts against
     * @param event of the request, with client, session and address in it; a copy of it is written
     * @throws SealException if no key can be had
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
        // Past the cache: another way of setting up may just have come to its end.
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
            // Another request confirmed this very set-up.
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
