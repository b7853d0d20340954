package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.platform.SessionEnd;
import java.util.List;
import java.util.Set;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
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

    /** Whether any second factor of the user is stored, such as an app, a phone or a key. */
    public static boolean hasAny(UserModel user) {
        return user.credentialManager().getStoredCredentialsStream().anyMatch(FactorRemoval::isFactor);
    }

    /** Whether the credential is a second factor, or a part of one. */
    public static boolean isFactor(CredentialModel credential) {
        return TYPES.contains(credential.getType());
    }

    /** Whether credentials of the type are second factors, or a part of one. */
    public static boolean isFactorType(String credentialType) {
        return TYPES.contains(credentialType);
    }

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
                .filter(FactorRemoval::isFactor)
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
        SecondFactors.forgetFailures(session, realm, person);
        session.getKeycloakSessionFactory().publish(new FactorsReset(session, realm, person));
        new SessionEnd(session, realm).all(person);
    }
}
