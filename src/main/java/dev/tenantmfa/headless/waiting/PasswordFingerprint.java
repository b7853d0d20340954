package dev.tenantmfa.headless.waiting;

import dev.tenantmfa.platform.store.Fingerprint;
import java.util.stream.Collectors;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Detects whether the user's password has changed since a login started, by whatever way the stored hash was changed. For passwords
 * in a federated user store, only {@link EndedLogins} notices a change, and only if Keycloak made it.
 */
final class PasswordFingerprint {

    private PasswordFingerprint() {}

    /** SHA-256 digest of the user's stored password hashes; stays the same until one changes. */
    static String of(UserModel user) {
        return Fingerprint.of(user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(credential -> credential.getId() + "\n" + credential.getSecretData() + "\n")
                .sorted()
                .collect(Collectors.joining()));
    }
}
