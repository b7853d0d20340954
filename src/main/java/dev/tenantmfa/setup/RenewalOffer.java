package dev.tenantmfa.setup;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The offer of new backup codes after a browser login of somebody who has few left, and the demand where none is. */
public final class RenewalOffer {

    private static final String SKIPPABLE = "tenant-mfa.renewal-skippable";

    private RenewalOffer() {}

    /** Adds the page to this login if it is due; a person without an app has no codes to renew. */
    public static void addIfDue(RealmModel realm, UserModel user, AuthenticationSessionModel login) {
        boolean hasApp = user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .findAny()
                .isPresent();
        if (!hasApp) {
            return;
        }
        Optional<BackupCodeCredential> set = BackupCodeCredential.of(user);
        int remaining = set.map(BackupCodeCredential::remaining).orElse(0);
        if (remaining <= SetupSettings.read(SetupSettings.FEW_BACKUP_CODES, realm)) {
            // Whoever never had codes came by a conversion and may do without; whoever used them up is asked.
            if (remaining > 0 || set.isEmpty()) {
                login.setAuthNote(SKIPPABLE, "true");
            }
            login.addRequiredAction(RegenerateAction.ID);
        }
    }

    static boolean isSkippable(RequiredActionContext context) {
        return context.getAuthenticationSession().getAuthNote(SKIPPABLE) != null
                && context.getUser().getRequiredActionsStream().noneMatch(RegenerateAction.ID::equals);
    }

    static void skipped(RequiredActionContext context) {
        context.getAuthenticationSession().removeAuthNote(SKIPPABLE);
    }
}
