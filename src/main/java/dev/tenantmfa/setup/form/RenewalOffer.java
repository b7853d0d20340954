package dev.tenantmfa.setup.form;

import dev.tenantmfa.assurance.MethodSetup;
import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.Method;
import dev.tenantmfa.factor.Verification;
import dev.tenantmfa.totp.TotpCredential;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Offers new backup codes after a browser login to users who have few left, and requires them if none is left. Users who
 * have no other second factor either must set up an app.
 */
public final class RenewalOffer {

    private static final String SKIPPABLE = "tenant-mfa.renewal-skippable";

    private RenewalOffer() {}

    /**
     * Adds the page to this login if few codes or none are left, or if this login converted Keycloak's own OTP to an
     * app, which has no codes yet. Users without an app have no codes to regenerate.
     */
    public static void addIfDue(
            KeycloakSession session, AuthenticationSessionModel login, Verification.Accepted accepted) {
        UserModel user = login.getAuthenticatedUser();
        add(
                login,
                hasChangedNothing(user, accepted)
                        ? offer(login.getRealm(), user, false)
                        : afterChange(session, login.getRealm().getId(), user.getId(), accepted));
    }

    /** As {@link #addIfDue}, after a factor that changes neither backup codes nor apps. */
    public static void addIfFew(AuthenticationSessionModel login) {
        add(login, offer(login.getRealm(), login.getAuthenticatedUser(), false));
    }

    private static void add(AuthenticationSessionModel login, Offer offer) {
        if (offer == Offer.SETUP) {
            login.addRequiredAction(ConfigureAction.ID);
        } else if (offer != Offer.NONE) {
            if (offer == Offer.SKIPPABLE) {
                login.setAuthNote(SKIPPABLE, "true");
            }
            login.addRequiredAction(RegenerateAction.ID);
        }
    }

    private enum Offer {
        NONE,
        SKIPPABLE,
        DEMANDED,
        /** Of an app, because the code was all that was left. */
        SETUP
    }

    /** Whether the login at most changed the time step of an app, Keycloak's own included, that the user already had. */
    private static boolean hasChangedNothing(UserModel user, Verification.Accepted accepted) {
        return accepted.kind() == FactorKind.TOTP
                && user.credentialManager().getStoredCredentialById(accepted.credentialId()) != null;
    }

    /** Whether it was the code of an app of this extension that the user already had. */
    private static boolean isByKnownApp(UserModel user, Verification.Accepted accepted) {
        return accepted.kind() == FactorKind.TOTP
                && user.credentialManager()
                        .getStoredCredentialsByTypeStream(TotpCredential.TYPE)
                        .anyMatch(app -> accepted.credentialId().equals(app.getId()));
    }

    /** Uses a new session, because the current one holds the credentials from before the code was used. */
    private static Offer afterChange(
            KeycloakSession session, String realmId, String userId, Verification.Accepted accepted) {
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> {
                    RealmModel realm = own.realms().getRealm(realmId);
                    UserModel user = own.users().getUserById(realm, userId);
                    if (InstalledFactors.of(own).areUsedUpFor(realm, user)
                            && new MethodSetup(own).isPossible(Method.TOTP)) {
                        return Offer.SETUP;
                    }
                    return offer(realm, user, isByKnownApp(user, accepted));
                },
                "renewal");
    }

    private static Offer offer(RealmModel realm, UserModel user, boolean justConverted) {
        Optional<BackupCodeCredential> set = BackupCodeCredential.of(user);
        if (set.isEmpty()) {
            return justConverted ? Offer.SKIPPABLE : Offer.NONE;
        }
        int remaining = set.get().remaining();
        if (remaining > SetupSettings.read(SetupSettings.FEW_BACKUP_CODES, realm)
                || !TotpCredential.isStoredFor(user)) {
            return Offer.NONE;
        }
        return remaining > 0 ? Offer.SKIPPABLE : Offer.DEMANDED;
    }

    static boolean isSkippable(RequiredActionContext context) {
        return context.getAuthenticationSession().getAuthNote(SKIPPABLE) != null
                && context.getUser().getRequiredActionsStream().noneMatch(RegenerateAction.ID::equals);
    }

    static void skipped(RequiredActionContext context) {
        context.getAuthenticationSession().removeAuthNote(SKIPPABLE);
    }
}
