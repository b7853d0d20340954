package dev.tenantmfa.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.crypto.SecretCipher;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Seals the secret part of a credential for Keycloak's {@code secretData} column, bound to purpose, user and credential:
 * a row that is copied to another person or credential does not open.
 */
public final class CredentialSeal {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String FIELD = "sealed";

    private final SecretCipher cipher;

    private CredentialSeal(SecretCipher cipher) {
        this.cipher = cipher;
    }

    public static CredentialSeal of(KeycloakSession session, RealmModel realm) {
        return new CredentialSeal(new SecretCipher(new RealmKeyRing(session, realm), RANDOM));
    }

    /**
     * What a secret is bound to.
     *
     * @param purpose credential type, or what else the secret is for
     * @param userId of the person
     * @param id of the credential, or of what else holds it
     */
    public record Binding(String purpose, String userId, String id) {

        String context() {
            return purpose + "|" + userId + "|" + id;
        }
    }

    /**
     * @return JSON for {@code secretData}
     * @throws SealException if no key can be had
     */
    public String seal(byte[] secret, Binding binding) {
        try {
            return JsonSerialization.writeValueAsString(Map.of(FIELD, cipher.seal(secret, binding.context())));
        } catch (IOException e) {
            throw new SealException("the sealed secret cannot be written", e);
        }
    }

    /** @throws SealException if it does not open: changed, of someone else, or its key is gone */
    public byte[] open(String secretData, Binding binding) {
        return cipher.open(sealedOf(secretData), binding.context());
    }

    /** Whether it was sealed with another key than the one that seals now. */
    public boolean isOutdated(String secretData) {
        return cipher.isOutdated(sealedOf(secretData));
    }

    private static String sealedOf(String secretData) {
        try {
            JsonNode field =
                    JsonSerialization.readValue(secretData, JsonNode.class).path(FIELD);
            if (field.isTextual()) {
                return field.textValue();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new SealException("the secret data of the credential is not readable", e);
        }
        throw new SealException("the secret data of the credential is not sealed");
    }
}
