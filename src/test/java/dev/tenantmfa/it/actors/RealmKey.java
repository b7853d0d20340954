package dev.tenantmfa.it.actors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * One RSA key for all realms of the tests. Keycloak would make two for each of them, which costs more than the rest of the realm. It is
 * shorter than Keycloak's: on the JVM that test servers have, which compiles quickly but not well, a signature with 2048 bits takes
 * 10 ms, six times as long, and that was a third of what all tests took. XML signatures need 1024.
 */
final class RealmKey {
    private static final String PROVIDERS = "/components/org.keycloak.keys.KeyProvider";
    private static final String PRIVATE_KEY = make();

    private static final int BITS = 1024;

    private RealmKey() {}

    /** Gives the realm the key, if its representation has none. */
    static ObjectNode in(ObjectNode realm) {
        return realm.at(PROVIDERS).isMissingNode() ? realm.put("privateKey", PRIVATE_KEY) : realm;
    }

    /** A component with the key, which comes before the keys that the realm has. */
    static Map<String, Object> component() {
        return Map.of(
                "name",
                "tests",
                "providerId",
                "rsa",
                "providerType",
                "org.keycloak.keys.KeyProvider",
                "config",
                Map.of("priority", List.of("1000"), "privateKey", List.of(PRIVATE_KEY)));
    }

    private static String make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return Base64.getEncoder()
                    .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        }
    }
}
