package dev.tenantmfa.totp;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.platform.seal.CredentialSeal;
import dev.tenantmfa.platform.store.CredentialChange;
import dev.tenantmfa.platform.store.FreshCredentials;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/**
 * Codes of a user's authenticator apps (RFC 6238).
 *
 * <p>A used time step is recorded twice: as a key in the single-use store, which is atomic across nodes and stays if the login
 * fails, and, together with the login, as the last accepted step in the credential, which survives restarts.
 */
final class TotpFactor implements CodeFactor {

    private static final Logger LOG = Logger.getLogger(TotpFactor.class);

    private final KeycloakSession session;

    TotpFactor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FactorKind kind() {
        return FactorKind.TOTP;
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user) {
        return TotpCredential.isStoredFor(user);
    }

    @Override
    public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                // An unreadable credential accepts every code for checking: the user must be told that it is broken.
                .anyMatch(stored -> TotpCredential.of(stored)
                        .map(credential ->
                                input.isDigits(credential.parameters().digits()))
                        .orElse(true));
    }

    @Override
    public Set<Integer> digitsOf(RealmModel realm, UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .flatMap(stored -> TotpCredential.of(stored).stream())
                .map(app -> app.parameters().digits())
                .collect(Collectors.toSet());
    }

    @Override
    public Standing standing(RealmModel realm, UserModel user) {
        List<CredentialModel> stored = FreshCredentials.ofType(session, realm, user, TotpCredential.TYPE);
        Instant createdAt = stored.stream()
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .map(Instant::ofEpochMilli)
                .min(Comparator.naturalOrder())
                .orElse(null);
        Instant lastUsedAt = stored.stream()
                .flatMap(model -> TotpCredential.of(model).stream())
                .flatMap(app -> app.lastUsedAt().stream())
                .max(Comparator.naturalOrder())
                .orElse(null);
        return new Standing(createdAt, lastUsedAt, null);
    }

    @Override
    public boolean onlyClaims(RealmModel realm, UserModel user) {
        return true;
    }

    @Override
    public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
        List<CredentialModel> stored = user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .toList();
        CredentialSeal seal = CredentialSeal.of(session, realm);
        boolean compared = false;
        for (CredentialModel model : stored) {
            Optional<TotpSecret> secret = open(model, user, seal);
            Optional<TotpCredential> credential = TotpCredential.of(model);
            if (secret.isEmpty() || credential.isEmpty()) {
                continue;
            }
            compared = true;
            TotpCredential app = credential.get();
            Totp totp = new Totp(app.parameters(), secret.get());
            int window = RealmOtpPolicy.lookAround(realm);
            OptionalLong step = totp.match(input.text(), now, window, app.lastStep());
            if (step.isPresent() && claim(app, step.getAsLong(), window)) {
                return new Check.Claimed(
                        new Check.Accepted(app.id()),
                        (request, ofRealm, person) ->
                                recordUse(request, ofRealm, person, model, step.getAsLong(), secret.get(), now));
            }
            if (step.isPresent() || totp.match(input.text(), now, window, -1).isPresent()) {
                // Used up for all apps: two credentials can have the same secret, for example after an import.
                return new Check.Refused(Reason.USED);
            }
        }
        if (!compared && !stored.isEmpty()) {
            return new Check.Unusable();
        }
        return new Check.Refused(Reason.WRONG);
    }

    @Override
    public HandedOver handOver(RealmModel realm, UserModel user, Instant now) {
        CredentialSeal seal = CredentialSeal.of(session, realm);
        int handed = 0;
        int unopened = 0;
        for (CredentialModel model : FreshCredentials.ofType(session, realm, user, TotpCredential.TYPE)) {
            Optional<TotpSecret> secret = open(model, user, seal);
            Optional<TotpCredential> app = TotpCredential.of(model);
            if (secret.isPresent() && app.isPresent()) {
                OTPCredentialModel otp = KeycloakOtp.replace(user, app.get(), secret.get());
                refuseUsedCodes(realm, otp.getId(), app.get(), secret.get(), now);
                handed++;
            } else {
                unopened++;
            }
        }
        return new HandedOver(handed, unopened);
    }

    /**
     * Keycloak records used codes under this key. Without it, codes that were used here would be accepted there again.
     */
    private void refuseUsedCodes(RealmModel realm, String otpId, TotpCredential app, TotpSecret secret, Instant now) {
        int window = Math.max(0, realm.getOTPPolicy().getLookAheadWindow());
        long lifespan = (2L * window + 1) * app.parameters().periodSeconds();
        Totp totp = new Totp(app.parameters(), secret);
        long current = totp.stepAt(now);
        for (long step = Math.max(0, current - window); step <= Math.min(app.lastStep(), current + window); step++) {
            session.singleUseObjects().putIfAbsent(otpId + "." + totp.codeAt(step), lifespan);
        }
    }

    private Optional<TotpSecret> open(CredentialModel model, UserModel user, CredentialSeal seal) {
        Optional<TotpCredential> credential = TotpCredential.of(model);
        if (credential.isEmpty()) {
            LOG.errorf("Credential %s of user %s is not readable", model.getId(), user.getId());
            return Optional.empty();
        }
        try {
            return Optional.of(credential.get().secret(user.getId(), seal));
        } catch (SealException e) {
            LOG.errorf(
                    "The secret of credential %s of user %s does not open: %s",
                    model.getId(), user.getId(), e.getMessage());
            return Optional.empty();
        }
    }

    /** The last accepted step is compared here, since the cache may show an old one. */
    private static Optional<Reason> recordUse(
            KeycloakSession session,
            RealmModel realm,
            UserModel user,
            CredentialModel known,
            long step,
            TotpSecret secret,
            Instant now) {
        CredentialChange change = new CredentialChange(session, realm, user);
        Optional<CredentialChange.Stored> stored = change.read(known);
        if (stored.isEmpty()) {
            return Optional.of(Reason.WRONG);
        }
        if (isAtOrAfter(stored.get().model(), step)) {
            return Optional.of(Reason.USED);
        }
        CredentialSeal seal = CredentialSeal.of(session, realm);
        change.atCommit(
                stored.get(),
                model -> TotpCredential.of(model)
                        .filter(app -> app.lastStep() < step)
                        .map(app -> {
                            app.accept(step, now, user.getId(), secret, seal);
                            return app.model();
                        }));
        return Optional.empty();
    }

    private static boolean isAtOrAfter(CredentialModel stored, long step) {
        return TotpCredential.of(stored).map(app -> app.lastStep() >= step).orElse(true);
    }

    private boolean claim(TotpCredential app, long step, int window) {
        long lifespan = (2L * window + 2) * app.parameters().periodSeconds();
        return session.singleUseObjects().putIfAbsent("tmfa.totp." + app.id() + "." + step, lifespan);
    }
}
