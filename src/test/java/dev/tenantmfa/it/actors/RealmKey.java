package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * One RSA key for all realms that tests create. Keycloak would make two for each of them, which costs more than the rest of
 * the realm.
 */
final class RealmKey {
    private static final String PROVIDERS = "/components/org.keycloak.keys.KeyProvider";
    private static final String PRIVATE_KEY = make();

    private RealmKey() {}

    /** Gives the realm the key, if its representation has none. */
    static ObjectNode in(ObjectNode realm) {
        return realm.at(PROVIDERS).isMissingNode() ? realm.put("privateKey", PRIVATE_KEY) : realm;
    }

    private static String make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }
}
