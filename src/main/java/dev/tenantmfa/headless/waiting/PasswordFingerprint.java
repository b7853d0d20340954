package dev.tenantmfa.headless.waiting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Detects whether the user's password has changed since a login started. Cannot detect changes of passwords in a
 * federated user store.
 */
final class PasswordFingerprint {

    private PasswordFingerprint() {}

    /** SHA-256 digest of the user's stored password hashes; stays the same until one changes. */
    static String of(UserModel user) {
        MessageDigest digest = sha256();
        user.credentialManager()
                .getStoredCredentialsByTypeStream(PasswordCredentialModel.TYPE)
                .map(credential -> credential.getId() + "\n" + credential.getSecretData() + "\n")
                .sorted()
                .forEach(text -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
