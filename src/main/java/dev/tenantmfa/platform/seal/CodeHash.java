package dev.tenantmfa.platform.seal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.keycloak.credential.CredentialModel;
import org.keycloak.credential.hash.PasswordHashProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Slow hashes of single-use codes, made by the realm's {@link PasswordHashProvider} with the realm's iterations. What is
 * hashed is an HMAC of the code with a salt of the caller, which the provider does not accept itself.
 */
public final class CodeHash {

    private final KeycloakSession session;
    private final RealmModel realm;

    public CodeHash(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** The hash, in the format of {@code PasswordHashProvider}: only its credential and secret data are set. */
    public CredentialModel hash(String code, byte[] salt) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        String algorithm = policy == null ? null : policy.getHashAlgorithm();
        PasswordHashProvider provider =
                algorithm == null ? null : session.getProvider(PasswordHashProvider.class, algorithm);
        if (provider == null) {
            // As for passwords: if the policy names an algorithm that is not installed, the server's default is used.
            provider = session.getProvider(PasswordHashProvider.class);
        }
        return provider.encodedCredential(input(code, salt), policy == null ? -1 : policy.getHashIterations());
    }

    /** Also false if the algorithm of that time is no longer installed. */
    public boolean matches(String code, byte[] salt, CredentialModel hashed) {
        PasswordCredentialModel model = PasswordCredentialModel.createFromCredentialModel(hashed);
        PasswordHashProvider provider = session.getProvider(
                PasswordHashProvider.class, model.getPasswordCredentialData().getAlgorithm());
        return provider != null && provider.verify(input(code, salt), model);
    }

    private static String input(String code, byte[] salt) {
        return Base64.getEncoder().encodeToString(hmac(salt, "hash", code));
    }

    /**
     * HMAC-SHA256 of the code with the salt as key.
     *
     * @param use what it is for; gives different values for different uses
     */
    public static byte[] hmac(byte[] salt, String use, String code) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal((use + ":" + code).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HmacSHA256 in this Java", e);
        }
    }
}
