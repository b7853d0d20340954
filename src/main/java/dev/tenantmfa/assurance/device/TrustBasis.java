package dev.tenantmfa.assurance.device;

import dev.tenantmfa.factor.InstalledFactors;
import dev.tenantmfa.platform.store.Fingerprint;
import java.util.stream.Collectors;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;

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

    /**
     * As a new session reads it. The current one may have read the credentials before the code of this login changed them,
     * in another transaction.
     */
    static String stored(KeycloakSession session, UserModel user) {
        String realmId = session.getContext().getRealm().getId();
        return KeycloakModelUtils.runJobInTransactionWithResult(
                session.getKeycloakSessionFactory(),
                session.getContext(),
                own -> {
                    UserModel same = own.users().getUserById(own.realms().getRealm(realmId), user.getId());
                    return of(own, same == null ? user : same);
                },
                "trusted device");
    }

    private static String line(CredentialModel credential) {
        return credential.getId() + " " + credential.getCreatedDate() + "\n";
    }
}
