package dev.tenantmfa.backupcode;

import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.platform.store.FreshCredentials;
import dev.tenantmfa.platform.store.SingleWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.dto.RecoveryAuthnCodeRepresentation;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesCredentialData;
import org.keycloak.models.credential.dto.RecoveryAuthnCodesSecretData;
import org.keycloak.models.utils.RecoveryAuthnCodesUtils;
import org.keycloak.util.JsonSerialization;

/**
 * Keycloak's recovery codes. Keycloak itself accepts only the next one in order and shows its number on the page; here
 * any unused one is accepted, since a single input field cannot show which one is needed. Keycloak can still read the
 * remaining set.
 */
final class KeycloakRecoveryCodeFactor implements CodeFactor {

    private static final Logger LOG = Logger.getLogger(KeycloakRecoveryCodeFactor.class);
    /** The length that {@link RecoveryAuthnCodesUtils} generates. */
    private static final int LENGTH = 12;

    private static final Duration OVERLAP = Duration.ofMinutes(10);
    private static final String TYPE = RecoveryAuthnCodesCredentialModel.TYPE;

    private final KeycloakSession session;

    KeycloakRecoveryCodeFactor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FactorKind kind() {
        return FactorKind.BACKUP_CODE;
    }

    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TYPE)
                // An unreadable credential counts: damage to a row must not turn into a login without a second factor.
                .anyMatch(stored -> !isUsedUp(stored));
    }

    static boolean isUsedUp(CredentialModel stored) {
        return data(stored).filter(data -> data.getRemainingCodes() <= 0).isPresent();
    }

    /** Keycloak does not store when one was used. */
    @Override
    public Standing standing(RealmModel realm, UserModel user) {
        Optional<CredentialModel> stored =
                user.credentialManager().getStoredCredentialsByTypeStream(TYPE).findFirst();
        return new Standing(
                stored.map(CredentialModel::getCreatedDate)
                        .map(Instant::ofEpochMilli)
                        .orElse(null),
                null,
                stored.flatMap(KeycloakRecoveryCodeFactor::data)
                        .map(RecoveryAuthnCodesCredentialData::getRemainingCodes)
                        .orElse(null));
    }

    @Override
    public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
        return input.isLettersOrDigits(LENGTH);
    }

    @Override
    public boolean takesDigitsOnly() {
        return false;
    }

    @Override
    public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
        if (!SingleWriter.tryHold(session, user, TYPE)) {
            return new Check.Refused(Reason.USED);
        }
        Optional<CredentialModel> stored =
                FreshCredentials.ofType(session, realm, user, TYPE).stream().findFirst();
        if (stored.isEmpty()) {
            return new Check.Refused(Reason.WRONG);
        }
        CredentialModel credential = stored.get().shallowClone();
        Optional<RecoveryAuthnCodesCredentialData> data = data(credential);
        Optional<List<RecoveryAuthnCodeRepresentation>> codes = codes(credential);
        if (data.isEmpty() || codes.isEmpty()) {
            LOG.errorf("Recovery codes %s of user %s are not readable", credential.getId(), user.getId());
            return new Check.Unusable();
        }
        Optional<RecoveryAuthnCodeRepresentation> match = find(codes.get(), input);
        if (match.isEmpty()) {
            return new Check.Refused(Reason.WRONG);
        }
        String claim = "tmfa.recovery." + credential.getId() + "." + match.get().getNumber();
        if (!session.singleUseObjects().putIfAbsent(claim, OVERLAP.toSeconds())) {
            return new Check.Refused(Reason.USED);
        }
        user.credentialManager().updateStoredCredential(without(credential, data.get(), codes.get(), match.get()));
        return new Check.Accepted(credential.getId());
    }

    /** Compares with all codes, so that the time does not reveal the position in the list. */
    private static Optional<RecoveryAuthnCodeRepresentation> find(
            List<RecoveryAuthnCodeRepresentation> codes, CodeInput input) {
        String code = input.text().toUpperCase(Locale.ROOT);
        Optional<RecoveryAuthnCodeRepresentation> match = Optional.empty();
        for (RecoveryAuthnCodeRepresentation candidate : codes) {
            if (RecoveryAuthnCodesUtils.verifyRecoveryCodeInput(code, candidate.getEncodedHashedValue())) {
                match = Optional.of(candidate);
            }
        }
        return match;
    }

    private static CredentialModel without(
            CredentialModel credential,
            RecoveryAuthnCodesCredentialData data,
            List<RecoveryAuthnCodeRepresentation> codes,
            RecoveryAuthnCodeRepresentation used) {
        List<RecoveryAuthnCodeRepresentation> left = new ArrayList<>(codes);
        left.remove(used);
        data.setRemainingCodes(left.size());
        credential.setCredentialData(JsonSerialization.valueAsString(data));
        credential.setSecretData(JsonSerialization.valueAsString(new RecoveryAuthnCodesSecretData(left)));
        return credential;
    }

    private static Optional<RecoveryAuthnCodesCredentialData> data(CredentialModel stored) {
        return read(stored.getCredentialData(), RecoveryAuthnCodesCredentialData.class);
    }

    private static Optional<List<RecoveryAuthnCodeRepresentation>> codes(CredentialModel stored) {
        return read(stored.getSecretData(), RecoveryAuthnCodesSecretData.class)
                .map(RecoveryAuthnCodesSecretData::getCodes)
                .filter(codes -> codes.stream().allMatch(code -> code != null && code.getEncodedHashedValue() != null));
    }

    private static <T> Optional<T> read(@Nullable String json, Class<T> type) {
        try {
            return json == null ? Optional.empty() : Optional.ofNullable(JsonSerialization.readValue(json, type));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
