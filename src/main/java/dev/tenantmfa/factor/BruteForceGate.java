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

/** Keycloak's brute-force protector, checked before each code and told about each wrong one. */
final class BruteForceGate {

    /**
     * Keycloak drops failures of categories that it does not know, such as our own credential types. So failures are
     * reported as {@code otp}, which also counts towards the limit of second-factor failures.
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

    /** Until when the user is temporarily locked; empty if the user is not locked, or locked permanently. */
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
