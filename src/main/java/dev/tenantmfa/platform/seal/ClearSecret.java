package dev.tenantmfa.platform.seal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tenantmfa.platform.KeycloakClock;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.ModelException;
import org.keycloak.util.JsonSerialization;

/**
 * A credential of an import whose secret is in clear, for realm files of tests and for users who move in from another
 * system. It is sealed before it is stored. Errors are {@link ModelException}s, which Keycloak's import and its user
 * resource answer with their message; no message contains the secret.
 */
public final class ClearSecret {

    private final CredentialModel credential;
    private final JsonNode secret;
    private final JsonNode data;

    private ClearSecret(CredentialModel credential, JsonNode secret, JsonNode data) {
        this.credential = credential;
        this.secret = secret;
        this.data = data;
    }

    /** @param field of {@code secretData} that has the secret; empty if it is not there, as in sealed credentials */
    public static Optional<ClearSecret> of(CredentialModel credential, String field) {
        JsonNode secret = read(credential.getSecretData());
        return secret.has(field)
                ? Optional.of(new ClearSecret(credential, secret, read(credential.getCredentialData())))
                : Optional.empty();
    }

    private static JsonNode read(@Nullable String json) {
        try {
            JsonNode node = json == null || json.isBlank() ? null : JsonSerialization.readValue(json, JsonNode.class);
            return node == null ? JsonSerialization.createObjectNode() : node;
        } catch (IOException e) {
            throw new ModelException("The data of an imported credential is not JSON.");
        }
    }

    /** A text of the secret. */
    public String text(String field) {
        if (!secret.path(field).isTextual()) {
            throw invalid(field + " must be a string");
        }
        return secret.get(field).textValue();
    }

    /** A list of texts of the secret. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        secret.path(field).forEach(one -> texts.add(one.isTextual() ? one.textValue() : ""));
        if (!secret.path(field).isArray() || texts.isEmpty() || texts.contains("")) {
            throw invalid(field + " must be a list of one or more strings");
        }
        return texts;
    }

    /** A number of the public data; empty if it is not there. */
    public OptionalInt number(String field) {
        if (data.hasNonNull(field) && !data.get(field).canConvertToInt()) {
            throw invalid(field + " must be a whole number");
        }
        return data.hasNonNull(field) ? OptionalInt.of(data.get(field).intValue()) : OptionalInt.empty();
    }

    /** A text of the public data; empty if it is not there. */
    public Optional<String> word(String field) {
        if (data.hasNonNull(field) && !data.get(field).isTextual()) {
            throw invalid(field + " must be a string");
        }
        return data.hasNonNull(field) ? Optional.of(data.get(field).textValue()) : Optional.empty();
    }

    /** When the credential was created: now, unless the import says so. */
    public Instant createdAt() {
        return credential.getCreatedDate() == null
                ? KeycloakClock.now()
                : Instant.ofEpochMilli(credential.getCreatedDate());
    }

    /** The error for a credential that cannot be imported. */
    public ModelException invalid(@Nullable String why) {
        return new ModelException("A credential of type " + credential.getType() + " cannot be imported: " + why + ".");
    }
}
