package dev.tenantmfa.setup;

import dev.tenantmfa.backupcode.BackupCodeCredential;
import dev.tenantmfa.platform.KeycloakClock;
import dev.tenantmfa.platform.seal.CredentialSeal;
import dev.tenantmfa.totp.TotpCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Stores the result of a proven setup from pages or from REST. */
public final class Enrolment {

    /** How long two requests of one setup may overlap. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private Enrolment() {}

    /**
     * Stores the app and the backup codes of a proven setup.
     *
     * @return id of the app's credential; empty, with nothing stored, if another request has already stored this setup:
     *     two apps with one secret would accept each code twice
     */
    public static Optional<String> store(
            KeycloakSession session, RealmModel realm, UserModel user, PendingSetup pending) {
        Instant now = KeycloakClock.now();
        if (pending.provenStep() == null) {
            throw new IllegalStateException("no code proved the setup");
        }
        if (!session.singleUseObjects().putIfAbsent("tmfa.setup." + pending.id(), OVERLAP.toSeconds())) {
            return Optional.empty();
        }
        String name = pending.deviceName();
        TotpCredential app = TotpCredential.create(
                user.getId(),
                pending.totpSecret(),
                pending.parameters(),
                name != null ? name : TotpCredential.usualLabel(session, realm, user),
                pending.provenStep(),
                now,
                CredentialSeal.of(session, realm));
        user.credentialManager().createStoredCredential(app.model());
        pending.draft().ifPresent(draft -> BackupCodeCredential.store(session, realm, user, draft, now));
        return Optional.of(app.id());
    }
}
