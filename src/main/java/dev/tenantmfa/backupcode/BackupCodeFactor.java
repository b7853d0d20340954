package dev.tenantmfa.backupcode;

import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.factor.CodeFactor;
import dev.tenantmfa.factor.CodeInput;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.platform.seal.CredentialSeal;
import dev.tenantmfa.platform.store.FreshCredentials;
import dev.tenantmfa.platform.store.SingleWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * A user's backup codes: any unused one, in any order, each once.
 *
 * <p>A code is used up by removing its hash from the stored set, under the credential's optimistic lock, and by a key
 * in the single-use store for as long as two requests can overlap.
 */
final class BackupCodeFactor implements CodeFactor {

    private static final Logger LOG = Logger.getLogger(BackupCodeFactor.class);
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private final KeycloakSession session;

    BackupCodeFactor(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public FactorKind kind() {
        return FactorKind.BACKUP_CODE;
    }

    /** An unreadable set counts: damage to a row must not turn into a login without a second factor. */
    @Override
    public boolean isConfiguredFor(RealmModel realm, UserModel user) {
        return stored(user).anyMatch(model -> !isUsedUp(model));
    }

    static boolean isUsedUp(CredentialModel stored) {
        return BackupCodeCredential.of(stored)
                .filter(set -> set.remaining() == 0)
                .isPresent();
    }

    @Override
    public Standing standing(RealmModel realm, UserModel user) {
        Optional<BackupCodeCredential> set = BackupCodeCredential.of(user);
        return new Standing(
                set.flatMap(BackupCodeCredential::createdAt).orElse(null),
                set.flatMap(BackupCodeCredential::lastUsedAt).orElse(null),
                set.map(BackupCodeCredential::remaining).orElse(null));
    }

    @Override
    public boolean takes(RealmModel realm, UserModel user, CodeInput input) {
        return stored(user)
                // An unreadable set accepts every code for checking: the user must be told that it is broken.
                .anyMatch(model -> BackupCodeCredential.of(model)
                        .map(set -> input.isDigits(set.length()))
                        .orElse(true));
    }

    @Override
    public Check check(RealmModel realm, UserModel user, CodeInput input, Instant now) {
        if (!SingleWriter.tryHold(session, user, BackupCodeCredential.TYPE)) {
            return new Check.Refused(Reason.USED);
        }
        Optional<CredentialModel> stored =
                FreshCredentials.ofType(session, realm, user, BackupCodeCredential.TYPE).stream()
                        .findFirst();
        if (stored.isEmpty()) {
            return new Check.Refused(Reason.WRONG);
        }
        Optional<BackupCodeCredential> readable = BackupCodeCredential.of(stored.get());
        if (readable.isEmpty()) {
            LOG.errorf(
                    "The backup codes %s of user %s are not readable",
                    stored.get().getId(), user.getId());
            return new Check.Unusable();
        }
        BackupCodeCredential credential = readable.get();
        try {
            return check(realm, user, credential, input, now);
        } catch (SealException e) {
            LOG.errorf(
                    "The backup codes %s of user %s do not open, or cannot be sealed again: %s",
                    credential.id(), user.getId(), e.getMessage());
            return new Check.Unusable();
        }
    }

    private Check check(
            RealmModel realm, UserModel user, BackupCodeCredential credential, CodeInput input, Instant now) {
        CredentialSeal seal = CredentialSeal.of(session, realm);
        BackupCodeSet set = credential.open(user.getId(), seal);
        Optional<BackupCodeSet.Entry> entry = set.find(input.text(), new BackupCodeHash(session, realm));
        if (entry.isEmpty()) {
            return new Check.Refused(Reason.WRONG);
        }
        CredentialModel changed = credential
                .with(set.without(entry.get()), now, user.getId(), seal)
                .model();
        String claim = "tmfa.backup." + credential.id() + "." + entry.get().bucket();
        if (!session.singleUseObjects().putIfAbsent(claim, OVERLAP.toSeconds())) {
            return new Check.Refused(Reason.USED);
        }
        user.credentialManager().updateStoredCredential(changed);
        return new Check.Accepted(credential.id());
    }

    private static Stream<CredentialModel> stored(UserModel user) {
        return user.credentialManager().getStoredCredentialsByTypeStream(BackupCodeCredential.TYPE);
    }
}
