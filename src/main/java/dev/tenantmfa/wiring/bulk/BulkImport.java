package dev.tenantmfa.wiring.bulk;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.message.PhoneCredential;
import dev.tenantmfa.platform.rest.Refusal;
import dev.tenantmfa.totp.TotpCredential;
import dev.tenantmfa.wiring.bulk.LineReader.Line;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.ModelException;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Imports lines, many in one transaction. Users who have a second factor are skipped, so a file can be sent again. */
final class BulkImport {

    private static final Logger LOG = Logger.getLogger(BulkImport.class);

    private static final Set<String> SECOND_FACTORS = Set.of(
            TotpCredential.TYPE,
            PhoneCredential.TYPE,
            BackupCodeCredential.TYPE,
            OTPCredentialModel.TYPE,
            RecoveryAuthnCodesCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS);

    /** What a user with an imported app need not do any more. */
    private static final List<String> SETUPS =
            List.of(TotpCredential.SETUP_ACTION, UserModel.RequiredAction.CONFIGURE_TOTP.name());

    private final KeycloakSessionFactory factory;
    private final String realmId;
    private final boolean dry;

    /** Ids of users who would have a second factor by now, because nothing is stored in a dry run. */
    private final Set<String> tried = new HashSet<>();

    /** @param dry whether everything is tried and nothing is stored */
    BulkImport(KeycloakSessionFactory factory, String realmId, boolean dry) {
        this.factory = factory;
        this.realmId = realmId;
        this.dry = dry;
    }

    List<Verdict> chunk(List<Line> lines) {
        try {
            return inTransaction(lines);
        } catch (RuntimeException e) {
            // One line spoiled the transaction of all: each gets its own.
            LOG.debugf(e, "An import of %d lines is tried line by line", lines.size());
            List<Verdict> verdicts = new ArrayList<>();
            for (Line line : lines) {
                verdicts.add(single(line));
            }
            return verdicts;
        }
    }

    private Verdict single(Line line) {
        try {
            return inTransaction(List.of(line)).get(0);
        } catch (RuntimeException e) {
            LOG.warnf(
                    "Line %d of an import cannot be stored: %s",
                    line.number(), e.getClass().getSimpleName());
            return Verdict.failed(line.number(), "The server could not store it. Send the line again.");
        }
    }

    private List<Verdict> inTransaction(List<Line> lines) {
        Set<String> users = new HashSet<>();
        List<Verdict> all = KeycloakModelUtils.runJobInTransactionWithResult(factory, session -> {
            RealmModel realm = session.realms().getRealm(realmId);
            session.getContext().setRealm(realm);
            List<Verdict> verdicts = new ArrayList<>();
            for (Line line : lines) {
                verdicts.add(store(session, realm, line, users));
            }
            if (dry) {
                session.getTransactionManager().setRollbackOnly();
            }
            return verdicts;
        });
        if (dry) {
            tried.addAll(users);
        }
        return all;
    }

    /** All of them or none: a line whose last part is not valid leaves nothing behind. */
    private static void create(UserModel user, List<CredentialModel> credentials) {
        List<String> created = new ArrayList<>();
        try {
            for (CredentialModel credential : credentials) {
                created.add(user.credentialManager()
                        .createCredentialThroughProvider(credential)
                        .getId());
            }
        } catch (ModelException e) {
            created.forEach(user.credentialManager()::removeStoredCredentialById);
            throw e;
        }
    }

    /** @param users gets the id of the user if the line is imported */
    private Verdict store(KeycloakSession session, RealmModel realm, Line line, Set<String> users) {
        if (line.text() == null) {
            return Verdict.failed(
                    line.number(), "The line must be UTF-8 and at most " + LineReader.LONGEST + " bytes long.");
        }
        try {
            ImportLine read = ImportLine.parse(line.text());
            List<CredentialModel> credentials = read.credentials();
            UserModel user = read.user(session, realm);
            if (user == null) {
                return Verdict.failed(line.number(), "The realm has no such user.");
            }
            boolean hasOne = tried.contains(user.getId())
                    || user.credentialManager()
                            .getStoredCredentialsStream()
                            .anyMatch(stored -> SECOND_FACTORS.contains(stored.getType()));
            if (hasOne) {
                return Verdict.skipped(line.number(), "The user has a second factor already.");
            }
            create(user, credentials);
            if (credentials.stream().anyMatch(one -> one.getType().equals(TotpCredential.TYPE))) {
                SETUPS.forEach(user::removeRequiredAction);
            }
            users.add(user.getId());
            return Verdict.imported(line.number());
        } catch (Refusal e) {
            return Verdict.failed(line.number(), e.problem().detail());
        } catch (ModelException e) {
            return Verdict.failed(line.number(), String.valueOf(e.getMessage()));
        }
    }
}
