package dev.tenantmfa.platform.seal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.crypto.SealException;
import dev.tenantmfa.crypto.SecretCipher;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.keycloak.common.util.SecretGenerator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.util.JsonSerialization;

/**
 * Seals the secret part of a credential for Keycloak's {@code secretData} column, bound to purpose, user and
 * credential: a row copied to another user or credential does not open. The binding is stored with it only for
 * {@link #rebind}, since an import may bring it under new ids.
 */
public final class CredentialSeal {

    private static final String FIELD = "sealed";
    private static final String USER = "user";
    private static final String CREDENTIAL = "credential";

    private final SecretCipher cipher;

    private CredentialSeal(SecretCipher cipher) {
        this.cipher = cipher;
    }

    public static CredentialSeal of(KeycloakSession session, RealmModel realm) {
        return new CredentialSeal(
                new SecretCipher(new RealmKeyRing(session, realm), SecretGenerator.getInstance()::randomBytes));
    }

    /**
     * What a secret is bound to.
     *
     * @param purpose credential type, or another use of the secret
     * @param userId of the user
     * @param id of the credential, or of whatever else contains the secret
     */
    public record Binding(String purpose, String userId, String id) {

        String context() {
            return purpose + "|" + userId + "|" + id;
        }
    }

    /**
     * @return JSON for {@code secretData}
     * @throws SealException if no key is available
     */
    public String seal(byte[] secret, Binding binding) {
        try {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put(FIELD, cipher.seal(secret, binding.context()));
            fields.put(USER, binding.userId());
            fields.put(CREDENTIAL, binding.id());
            return JsonSerialization.writeValueAsString(fields);
        } catch (IOException e) {
            throw new SealException("the sealed secret cannot be written", e);
        }
    }

    /** @throws SealException if it does not open: changed, of another user, or its key is gone */
    public byte[] open(String secretData, Binding binding) {
        return cipher.open(sealedOf(secretData), binding.context());
    }

    /**
     * Binds a secret to a new user and credential, using the old binding stored with it. For imports only: readers of a
     * stored row must {@link #open} it with the ids of the row.
     *
     * @param binding the new one; its purpose must be the old one
     * @return JSON for {@code secretData}
     * @throws SealException if it does not open with the old ids, if they are missing, or if no key is available
     */
    public String rebind(String secretData, Binding binding) {
        Binding before = new Binding(binding.purpose(), text(secretData, USER), text(secretData, CREDENTIAL));
        return seal(open(secretData, before), binding);
    }

    /** Whether it was sealed with a key other than the active one. */
    public boolean isOutdated(String secretData) {
        return cipher.isOutdated(sealedOf(secretData));
    }

    private static String sealedOf(String secretData) {
        return text(secretData, FIELD);
    }

    private static String text(String secretData, String name) {
        try {
            JsonNode field =
                    JsonSerialization.readValue(secretData, JsonNode.class).path(name);
            if (field.isTextual()) {
                return field.textValue();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new SealException("the secret data of the credential is not readable", e);
        }
        throw new SealException(
                FIELD.equals(name)
                        ? "the secret data of the credential is not sealed"
                        : "the secret data of the credential does not say what it is bound to");
    }
}
