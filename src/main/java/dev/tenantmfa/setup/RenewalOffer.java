package dev.tenantmfa.setup;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.totp.TotpCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The offer of new backup codes after a browser login of somebody who has few left, and the demand where none is. */
public final class RenewalOffer {

    private static final String SKIPPABLE = "tenant-mfa.renewal-skippable";
    private static final Duration JUST_NOW = Duration.ofSeconds(10);

    private RenewalOffer() {}

    /**
     * Adds the page to this login if it is due: few codes are left, or none, or Keycloak's own OTP became an app in this
     * very login and has no codes yet. A person without an app has no codes to renew.
     */
    public static void addIfDue(KeycloakSession session, AuthenticationSessionModel login) {
        String realmId = login.getRealm().getId();
        String userId = login.getAuthenticatedUser().getId();
        // In a session of its own: the one at hand may hold the credentials as they were before the code was used up.
        Offer offer = KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> offer(own, realmId, userId),
                "renewal");
        if (offer != Offer.NONE) {
            if (offer == Offer.SKIPPABLE) {
                login.setAuthNote(SKIPPABLE, "true");
            }
            login.addRequiredAction(RegenerateAction.ID);
        }
    }

    private enum Offer {
        NONE,
        SKIPPABLE,
        DEMANDED
    }

    private static Offer offer(KeycloakSession session, String realmId, String userId) {
        RealmModel realm = session.realms().getRealm(realmId);
        UserModel user = session.users().getUserById(realm, userId);
        Optional<BackupCodeCredential> set = BackupCodeCredential.of(user);
        if (set.isEmpty()) {
            return hasApp(user, KeycloakClock.now().minus(JUST_NOW)) ? Offer.SKIPPABLE : Offer.NONE;
        }
        int remaining = set.get().remaining();
        if (remaining > SetupSettings.read(SetupSettings.FEW_BACKUP_CODES, realm) || !hasApp(user, Instant.EPOCH)) {
            return Offer.NONE;
        }
        return remaining > 0 ? Offer.SKIPPABLE : Offer.DEMANDED;
    }

    private static boolean hasApp(UserModel user, Instant notBefore) {
        return user.credentialManager()
                .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                .anyMatch(app -> app.getCreatedDate() >= notBefore.toEpochMilli());
    }

    static boolean isSkippable(RequiredActionContext context) {
        return context.getAuthenticationSession().getAuthNote(SKIPPABLE) != null
                && context.getUser().getRequiredActionsStream().noneMatch(RegenerateAction.ID::equals);
    }

    static void skipped(RequiredActionContext context) {
        context.getAuthenticationSession().removeAuthNote(SKIPPABLE);
    }
}
