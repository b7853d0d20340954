package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.platform.SessionEnd;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Takes all second factors of a person away, Keycloak's own included: by the person, or by somebody else as a reset. */
public final class FactorRemoval {

    private FactorRemoval() {}

    /** Whether the person has a security key as a second factor, of which no code can be asked. */
    public static boolean hasSecurityKey(UserModel person) {
        return person.credentialManager()
                .getStoredCredentialsByTypeStream(WebAuthnCredentialModel.TYPE_TWOFACTOR)
                .findAny()
                .isPresent();
    }

    /** @return what was taken away */
    public static List<CredentialModel> removeAll(KeycloakSession session, UserModel person) {
        InstalledFactors installed = InstalledFactors.of(session);
        List<CredentialModel> factors = person.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> installed.isFactorType(credential.getType()))
                .toList();
        factors.forEach(credential -> person.credentialManager().removeStoredCredentialById(credential.getId()));
        return factors;
    }

    /**
     * By somebody else: the factors go, wrong codes are forgotten, the person is told, and all of the person's sessions
     * end. The person sets a factor up anew.
     */
    public static void reset(KeycloakSession session, RealmModel realm, UserModel person) {
        removeAll(session, person);
        SecondFactors.forgetFailures(session, realm, person);
        session.getKeycloakSessionFactory().publish(new FactorsReset(session, realm, person));
        new SessionEnd(session, realm).all(person);
    }
}
