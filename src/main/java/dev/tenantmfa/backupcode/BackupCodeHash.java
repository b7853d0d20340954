package dev.tenantmfa.backupcode;

import dev.tenantmfa.platform.seal.CodeHash;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Slow hashes of backup codes ({@link CodeHash}).
 *
 * <p>Keycloak's hash provider does not accept a salt, so finding one code in a set of eight would cost eight hashes.
 * Instead the set has one salt of its own. An HMAC of the code with that salt is hashed, and a few bits of another HMAC
 * are the code's {@linkplain #bucket bucket}, different for all codes of a set, which selects the one hash to compare. To
 * someone who has the opened set, the bucket reveals those few bits of the 33 that a code of ten digits has.
 */
final class BackupCodeHash {

    /** Buckets of a set; at least as many as a set can have codes. */
    static final int BUCKETS = 32;

    private final CodeHash hash;

    BackupCodeHash(KeycloakSession session, RealmModel realm) {
        this.hash = new CodeHash(session, realm);
    }

    /** Which of the {@value #BUCKETS} buckets the code is in. */
    static int bucket(String code, byte[] salt) {
        return Byte.toUnsignedInt(CodeHash.hmac(salt, "bucket", code)[0]) % BUCKETS;
    }

    CredentialModel hash(String code, byte[] salt) {
        return hash.hash(code, salt);
    }

    /** Also false if the algorithm of that time is no longer installed. */
    boolean matches(String code, byte[] salt, CredentialModel hashed) {
        return hash.matches(code, salt, hashed);
    }
}
