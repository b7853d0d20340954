package dev.tenantmfa.factor;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Keycloak's brute-force protector, asked before each code and told of each wrong one. */
final class BruteForceGate {

    /**
     * Keycloak drops failures of categories that it does not know, and our own credential types are such, so ours are
     * reported as {@code otp}; that counts towards the limit of second-factor failures too.
     */
    private static final Set<String> CATEGORY = Set.of(OTPCredentialModel.TYPE);

    private final KeycloakSession session;
    private final RealmModel realm;

    BruteForceGate(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Optional<Verification.Locked> lockOn(UserModel user) {
        if (!realm.isBruteForceProtected()) {
            return Optional.empty();
        }
        BruteForceProtector protector = session.getProvider(BruteForceProtector.class);
        if (protector.isPermanentlyLockedOut(session, realm, user)) {
            return Optional.of(new Verification.Locked(true));
        }
        if (protector.isTemporarilyDisabled(session, realm, user)) {
            return Optional.of(new Verification.Locked(false));
        }
        return Optional.empty();
    }

    /** Until when a person is held for a time; empty for one who is not, or for good. */
    Optional<Instant> lockedUntil(UserModel user) {
        if (!lockOn(user).equals(Optional.of(new Verification.Locked(false)))) {
            return Optional.empty();
        }
        return Optional.ofNullable(session.loginFailures().getUserLoginFailure(realm, user.getId()))
                .map(failures -> Instant.ofEpochSecond(failures.getFailedLoginNotBefore()));
    }

    void reportFailure(UserModel user) {
        report(user, CATEGORY);
    }

    void reportWrongPassword(UserModel user) {
        report(user, Set.of(PasswordCredentialModel.TYPE));
    }

    private void report(UserModel user, Set<String> categories) {
        if (realm.isBruteForceProtected()) {
            session.getProvider(BruteForceProtector.class)
                    .failedLogin(
                            realm,
                            user,
                            session.getContext().getConnection(),
                            session.getContext().getUri(),
                            categories);
        }
    }
}
