package dev.tenantmfa.totp;

import dev.tenantmfa.assurance.flow.LoginMethods;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.change.Handover;
import dev.tenantmfa.otp.Totp;
import dev.tenantmfa.otp.TotpAlgorithm;
import dev.tenantmfa.otp.TotpParameters;
import dev.tenantmfa.otp.TotpSecret;
import dev.tenantmfa.platform.RealmOtpPolicy;
import dev.tenantmfa.platform.seal.CredentialSeal;
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
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserCredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.dto.OTPCredentialData;

/** Keycloak's own one-time passwords, including those of a user storage provider. */
final class KeycloakOtpFactor implements CodeFactor {

    private static final Logger LOG = Logger.getLogger(KeycloakOtpFactor.class);
    private static final String TYPE = OTPCredentialModel.TYPE;
    private static final String CONVERTS = "tmfa.converts.";

    private final KeycloakSession session;

    KeycloakOtpFactor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FactorKind kind() {
        return FactorKind.TOTP;
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user) {
        return user.credentialManager().isConfiguredFor(TYPE);
    }

    /** Includes 0 (unknown) for an app that a user storage provider stores. */
    @Override
    public Set<Integer> digitsOf(RealmModel realm, UserModel user) {
        Set<Integer> digits = user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .map(stored ->
                        Stored.of(stored).map(otp -> otp.parameters().digits()).orElse(0))
                .collect(Collectors.toSet());
        return digits.isEmpty() ? Set.of(0) : digits;
    }

    /** Keycloak does not store when it was used. */
    @Override
    public Standing standing(RealmModel realm, UserModel user) {
        Instant createdAt = user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                .map(CredentialModel::getCreatedDate)
                .filter(Objects::nonNull)
                .map(Instant::ofEpochMilli)
                .min(Comparator.naturalOrder())
                .orElse(null);
        return new Standing(createdAt, null, null);
    }

    @Override
    public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
        Set<Integer> digits = digitsOf(realm, user);
        // Keycloak has codes of 6 and of 8 digits.
        return digits.stream().anyMatch(input::isDigits)
                || digits.contains(0) && (input.isDigits(6) || input.isDigits(8));
    }

    /** Counter-based codes change the credential, a user storage provider what it likes, and a conversion replaces the credential. */
    @Override
    public boolean onlyClaims(RealmModel realm, UserModel user) {
        List<CredentialModel> stored =
                user.credentialManager().getStoredCredentialsByTypeStream(TYPE).toList();
        return !stored.isEmpty()
                && stored.stream()
                        .allMatch(model ->
                                Stored.of(model).filter(Stored::isTimeBased).isPresent())
                && !converts(realm);
    }

    /** A session asks once: the answer may depend on all clients of the realm. */
    private boolean converts(RealmModel realm) {
        String name = CONVERTS + realm.getId();
        Boolean known = session.getAttribute(name, Boolean.class);
        if (known == null) {
            known = Handover.mayConvert(realm) && LoginMethods.allSeeOurFactors(session, realm);
            session.setAttribute(name, known);
        }
        return known;
    }

    /** From the cache, as Keycloak itself does: that a code was used is not stored in the credential. */
    @Override
    public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
        List<CredentialModel> stored =
                user.credentialManager().getStoredCredentialsByTypeStream(TYPE).toList();
        if (stored.isEmpty()) {
            return byKeycloak(user, "", input);
        }
        boolean compared = false;
        for (CredentialModel model : stored) {
            Optional<Stored> otp = Stored.of(model);
            if (otp.isEmpty()) {
                LOG.errorf("Built-in OTP %s of user %s is not readable", model.getId(), user.getId());
                continue;
            }
            compared = true;
            Check check = otp.get().isTimeBased()
                    ? byTimeStep(realm, user, otp.get(), input, now)
                    : byKeycloak(user, model.getId(), input);
            if (check instanceof Check.Accepted || check.equals(new Check.Refused(Reason.USED))) {
                return check;
            }
        }
        return compared ? new Check.Refused(Reason.WRONG) : new Check.Unusable();
    }

    /** One of Keycloak's credentials, parsed once. Its content may come from an import and is not validated. */
    private record Stored(OTPCredentialModel model, TotpParameters parameters, TotpSecret secret) {

        /** Empty if it is not readable. */
        static Optional<Stored> of(CredentialModel stored) {
            try {
                OTPCredentialModel model = OTPCredentialModel.createFromCredentialModel(stored);
                OTPCredentialData data = model.getOTPCredentialData();
                boolean timeBased = OTPCredentialModel.TOTP.equals(data.getSubType());
                TotpParameters parameters = new TotpParameters(
                        data.getDigits(), timeBased ? data.getPeriod() : 30, TotpAlgorithm.of(data.getAlgorithm()));
                return Optional.of(new Stored(model, parameters, TotpSecret.ofBytes(model.getDecodedSecret())));
            } catch (RuntimeException e) {
                // Keycloak throws unchecked exceptions here; their messages may contain a part of the data, so they are
                // dropped.
                return Optional.empty();
            }
        }

        boolean isTimeBased() {
            return OTPCredentialModel.TOTP.equals(model.getOTPCredentialData().getSubType());
        }

        String id() {
            return model.getId();
        }

        @Override
        public String toString() {
            return "Stored[" + id() + "]";
        }
    }

    /**
     * For counter-based codes and codes that a user storage provider checks: uses Keycloak's own check, which uses them
     * up.
     */
    private static Check byKeycloak(UserModel user, String credentialId, CodeInput input) {
        boolean valid = user.credentialManager().isValid(new UserCredentialModel(credentialId, TYPE, input.text()));
        return valid ? new Check.Accepted(credentialId) : new Check.Refused(Reason.WRONG);
    }

    private Check byTimeStep(RealmModel realm, UserModel user, Stored otp, CodeInput input, Instant now) {
        int window = RealmOtpPolicy.lookAround(realm);
        OptionalLong step = new Totp(otp.parameters(), otp.secret()).match(input.text(), now, window, -1);
        if (step.isEmpty()) {
            return new Check.Refused(Reason.WRONG);
        }
        // The same key as in Keycloak's own check, so that a code is valid at only one of the two forms.
        long lifespan = (2L * window + 1) * otp.parameters().periodSeconds();
        if (!session.singleUseObjects().putIfAbsent(otp.id() + "." + input.text(), lifespan)) {
            return new Check.Refused(Reason.USED);
        }
        if (converts(realm)) {
            // Another request may just have converted it.
            return FreshCredentials.byId(session, realm, user, otp.id()).isPresent()
                    ? new Check.Accepted(convert(realm, user, otp, step.getAsLong(), now))
                    : new Check.Refused(Reason.USED);
        }
        return new Check.Accepted(otp.id());
    }

    /** @return the id of the credential that is stored now: the new one, or the old one if no key can seal */
    private String convert(RealmModel realm, UserModel user, Stored otp, long step, Instant now) {
        TotpCredential converted;
        try {
            converted = TotpCredential.create(
                    user.getId(),
                    otp.secret(),
                    otp.parameters(),
                    freeLabel(realm, user, otp.model()),
                    step,
                    createdAt(otp.model(), now),
                    CredentialSeal.of(session, realm));
        } catch (SealException e) {
            LOG.errorf("Built-in OTP %s of user %s stays as it is: %s", otp.id(), user.getId(), e.getMessage());
            return otp.id();
        }
        user.credentialManager().createStoredCredential(converted.model());
        user.credentialManager().removeStoredCredentialById(otp.id());
        LOG.infof("Built-in OTP %s of user %s became credential %s", otp.id(), user.getId(), converted.id());
        return converted.id();
    }

    /** When the user set the app up: the conversion is no setup. */
    private static Instant createdAt(OTPCredentialModel otp, Instant now) {
        return otp.getCreatedDate() == null ? now : Instant.ofEpochMilli(otp.getCreatedDate());
    }

    /** Keycloak requires different labels within a type. */
    private @Nullable String freeLabel(RealmModel realm, UserModel user, OTPCredentialModel otp) {
        String label = otp.getUserLabel();
        return label == null || TotpCredential.hasLabel(user, label)
                ? TotpCredential.usualLabel(session, realm, user)
                : label;
    }
}
