package dev.tenantmfa.platform.seal;

import dev.tenantmfa.crypto.KeyRing;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.crypto.SealingKey;
import dev.tenantmfa.platform.store.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Hashes under a key of the realm, for values with too few possibilities for a plain hash, such as short codes and
 * telephone numbers. The hash names its key, so it can still be compared after a rotation.
 */
public final class KeyedHash {

    private static final char KEY_END = '#';

    private final KeyRing keys;

    private KeyedHash(KeyRing keys) {
        this.keys = keys;
    }

    public static KeyedHash of(KeycloakSession session, RealmModel realm) {
        return new KeyedHash(new RealmKeyRing(session, realm));
    }

    /**
     * @param purpose separates hashes of the same text for different uses
     * @throws SealException if no key is available
     */
    public String of(String purpose, String text) {
        SealingKey key = keys.active();
        return key.id() + KEY_END + encoded(key, purpose, text);
    }

    /**
     * Whether {@code hash} is that of the text, compared in constant time.
     *
     * @throws SealException if the key is gone
     */
    public boolean matches(String hash, String purpose, String text) {
        int end = hash.lastIndexOf(KEY_END);
        Optional<SealingKey> key = end < 0 ? Optional.empty() : keys.find(hash.substring(0, end));
        String expected = encoded(key.orElseThrow(() -> new SealException("the key of a hash is gone")), purpose, text);
        return Fingerprint.equal(expected, hash.substring(end + 1));
    }

    private static String encoded(SealingKey key, String purpose, String text) {
        byte[] hash = key.hash((purpose + "|" + text).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }
}
