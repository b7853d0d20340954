package dev.tenantmfa.factor;

import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.platform.SessionEnd;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;

/** Removes all second factors of a user, including Keycloak's own: by the user, or by someone else as a reset. */
public final class FactorRemoval {

    private FactorRemoval() {}

    /** Whether the user has a security key as a second factor, which has no codes. */
    public static boolean hasSecurityKey(UserModel person) {
        return person.credentialManager()
                .getStoredCredentialsByTypeStream(WebAuthnCredentialModel.TYPE_TWOFACTOR)
                .findAny()
                .isPresent();
    }

    /** @return the removed credentials */
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
     * Reset by someone else: removes the factors, forgets wrong codes, notifies the user and ends all of the user's
     * sessions. The user must set up a factor again.
     */
    public static void reset(KeycloakSession session, RealmModel realm, UserModel person) {
        removeAll(session, person);
        SecondFactors.forgetFailures(session, realm, person);
        session.getKeycloakSessionFactory().publish(new FactorsReset(session, realm, person));
        new SessionEnd(session, realm).all(person);
    }
}
