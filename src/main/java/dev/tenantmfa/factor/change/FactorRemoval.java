package dev.tenantmfa.factor.change;

import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.factor.SecondFactors;
import dev.tenantmfa.factor.event.FactorsReset;
import dev.tenantmfa.factor.pass.AccessPasses;
import dev.tenantmfa.platform.SessionEnd;
import java.util.List;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Removes all second factors of a user, including Keycloak's own: by the user, or by someone else as a reset. */
public final class FactorRemoval {

    private FactorRemoval() {}

    /**
     * Removes the factors, and an access pass with them.
     *
     * @return the removed factors
     */
    public static List<CredentialModel> removeAll(KeycloakSession session, UserModel person) {
        InstalledFactors installed = InstalledFactors.of(session);
        RealmModel realm = session.getContext().getRealm();
        List<CredentialModel> factors = person.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> installed.isFactorType(realm, credential.getType()))
                .toList();
        factors.forEach(credential -> person.credentialManager().removeStoredCredentialById(credential.getId()));
        person.credentialManager()
                .getStoredCredentialsByTypeStream(AccessPasses.TYPE)
                .map(CredentialModel::getId)
                .toList()
                .forEach(person.credentialManager()::removeStoredCredentialById);
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
