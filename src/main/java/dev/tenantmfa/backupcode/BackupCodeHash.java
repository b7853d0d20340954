package dev.tenantmfa.backupcode;

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
 * Slow hashes of backup codes, made by the realm's {@link PasswordHashProvider} with the realm's iterations.
 *
 * <p>The provider does not accept a salt, so finding one code in a set of eight would cost eight hashes. Instead the
 * set has one salt of its own. An HMAC of the code with that salt is hashed, and a few bits of another HMAC are the
 * code's {@linkplain #bucket bucket}, different for all codes of a set, which selects the one hash to compare. To
 * someone who has the opened set, the bucket reveals those few bits of the 33 that a code of ten digits has.
 */
final class BackupCodeHash {

    /** Buckets of a set; at least as many as a set can have codes. */
    static final int BUCKETS = 32;

    private final KeycloakSession session;
    private final RealmModel realm;

    BackupCodeHash(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Which of the {@value #BUCKETS} buckets the code is in. */
    static int bucket(String code, byte[] salt) {
        return Byte.toUnsignedInt(hmac(salt, "bucket", code)[0]) % BUCKETS;
    }

    CredentialModel hash(String code, byte[] salt) {
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
    boolean matches(String code, byte[] salt, CredentialModel hashed) {
        PasswordCredentialModel model = PasswordCredentialModel.createFromCredentialModel(hashed);
        PasswordHashProvider provider = session.getProvider(
                PasswordHashProvider.class, model.getPasswordCredentialData().getAlgorithm());
        return provider != null && provider.verify(input(code, salt), model);
    }

    private static String input(String code, byte[] salt) {
        return Base64.getEncoder().encodeToString(hmac(salt, "hash", code));
    }

    private static byte[] hmac(byte[] salt, String use, String code) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt, "HmacSHA256"));
            return mac.doFinal((use + ":" + code).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no HmacSHA256 in this Java", e);
        }
    }
}
