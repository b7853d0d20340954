package dev.tenantmfa.assurance.device;

import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.store.Fingerprint;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * What a user could log in with when a device was trusted. Differs as soon as the password was changed, or a second
 * factor was added, replaced or removed, in whatever way: so a trusted device ends with it even if nobody was told of
 * the change. Stays the same when Keycloak hashes the same password again. Passwords of a federated user store are not
 * included; for these there are Keycloak's events ({@link DeviceListener}).
 */
final class TrustBasis {

    private TrustBasis() {}

    /** A SHA-256 digest; see {@link Fingerprint}. */
    static String of(KeycloakSession session, UserModel user) {
        InstalledFactors installed = InstalledFactors.of(session);
        RealmModel realm = session.getContext().getRealm();
        String credentials = user.credentialManager()
                .getStoredCredentialsStream()
                .filter(credential -> PasswordCredentialModel.TYPE.equals(credential.getType())
                        || installed.isFactorType(realm, credential.getType()))
                .map(TrustBasis::line)
                .sorted()
                .collect(Collectors.joining());
        // Codes may be sent to the address.
        return Fingerprint.of(user.getEmail() + "\n" + credentials);
    }

    private static String line(CredentialModel credential) {
        return credential.getId() + " " + credential.getCreatedDate() + "\n";
    }
}
