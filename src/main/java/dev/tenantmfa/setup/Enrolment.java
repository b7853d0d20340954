package dev.tenantmfa.setup;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.factor.FactorKind;
import dev.tenantmfa.platform.CredentialSeal;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.MfaSession;
import dev.tenantmfa.totp.TotpCredential;
import java.time.Duration;
import java.time.Instant;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.events.Details;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Stores what a set-up proved. */
final class Enrolment {

    /** How long two requests of one set-up may overlap. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private Enrolment() {}

    /** Stores app and codes of a proven set-up, and marks the login: the first code was proof of the factor. */
    static void store(RequiredActionContext context, PendingSetup pending) {
        KeycloakSession session = context.getSession();
        RealmModel realm = context.getRealm();
        UserModel user = context.getUser();
        Instant now = KeycloakClock.now();
        if (pending.provenStep() == null) {
            throw new IllegalStateException("a set-up that no code proved");
        }
        if (!session.singleUseObjects().putIfAbsent("tmfa.setup." + pending.id(), OVERLAP.toSeconds())) {
            // The last page was sent twice at once; the other request stores it. Two apps of one secret would let each
            // code in twice.
            return;
        }
        TotpCredential app = TotpCredential.create(
                user.getId(),
                pending.totpSecret(),
                pending.parameters(),
                pending.deviceName(),
                pending.provenStep(),
                now,
                CredentialSeal.of(session, realm));
        user.credentialManager().createStoredCredential(app.model());
        pending.draft().ifPresent(draft -> BackupCodeCredential.store(session, realm, user, draft, now));
        MfaSession.mark(context.getAuthenticationSession(), FactorKind.TOTP.id(), now);
        context.getEvent().detail(Details.CREDENTIAL_ID, app.id());
    }
}
