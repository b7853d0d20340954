package dev.tenantmfa.factor;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Takes all second factors of a person away, Keycloak's own included: by the person, or by somebody else as a reset. */
public final class FactorRemoval {

    /** As they are stored. Ours stand here by name, since the kernel knows no factor. */
    private static final Set<String> TYPES = Set.of(
            "tmfa-totp",
            "tmfa-backup-codes",
            "tmfa-phone",
            OTPCredentialModel.TYPE,
            RecoveryAuthnCodesCredentialModel.TYPE,
            WebAuthnCredentialModel.TYPE_TWOFACTOR);

    private FactorRemoval() {}

    /** Whether the person has a security key as a second factor, of which no code can be asked. */
    public static boolean hasSecurityKey(UserModel person) {
        return person.credentialManager()
                .getStoredCredentialsByTypeStream(WebAuthnCredentialModel.TYPE_TWOFACTOR)
                .findAny()
                .isPresent();
    }

    /** @return what was taken away */
    public static List<CredentialModel> removeAll(UserModel person) {
        List<CredentialModel> factors = person.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> TYPES.contains(credential.getType()))
                .toList();
        factors.forEach(credential -> person.credentialManager().removeStoredCredentialById(credential.getId()));
        return factors;
    }

    /**
     * By somebody else: the factors go, wrong codes are forgotten, the person is told, and all of the person's sessions
     * end. The person sets a factor up anew.
     */
    public static void reset(KeycloakSession session, RealmModel realm, UserModel person) {
        removeAll(person);
        SecondFactors.clearLimits(session, realm, person);
        session.getKeycloakSessionFactory().publish(new FactorsReset(session, realm, person));
        endSessions(session, realm, person);
    }

    private static void endSessions(KeycloakSession session, RealmModel realm, UserModel person) {
        session.sessions().removeUserSessions(realm, person);
        List<UserSessionModel> offline;
        try (Stream<UserSessionModel> found = session.sessions().getOfflineUserSessionsStream(realm, person)) {
            offline = found.toList();
        }
        offline.forEach(one -> session.sessions().removeOfflineUserSession(realm, one));
    }
}
