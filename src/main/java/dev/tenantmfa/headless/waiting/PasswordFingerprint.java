package dev.tenantmfa.headless.waiting;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/** Tells whether a password is still the one that a login began with. Of a federated person's password nothing is known. */
final class PasswordFingerprint {

    private PasswordFingerprint() {}

    /** A digest over the stored hashes of the person's passwords; the same as long as none changes. */
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
