package dev.tenantmfa.platform.setting;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * One of a few words that an administrator can set. Any other value counts as the safest one, with one warning per
 * value.
 *
 * @param key realm or client attribute
 * @param safest the word that counts if the value is invalid
 */
public record ChoiceSetting(String key, String defaultValue, String safest, List<String> allowed) {

    public ChoiceSetting {
        if (!allowed.contains(defaultValue) || !allowed.contains(safest)) {
            throw new IllegalArgumentException(key + ": default or safest value is not allowed");
        }
    }

    /** Reads it from the realm attribute with that key. */
    public String in(RealmModel realm) {
        return parse(realm.getAttribute(key), realm, null);
    }

    /** Reads it from the client attribute with that key. */
    public String in(ClientModel client) {
        return parse(client.getAttribute(key), client.getRealm(), client.getClientId());
    }

    private String parse(@Nullable String value, RealmModel realm, @Nullable String clientId) {
        if (value == null || value.isBlank()) {
            return defaultValue;
        }
        String word = value.strip();
        if (allowed.contains(word)) {
            return word;
        }
        BadValues.warnOnce(
                Map.of("realm", realm.getName(), "client", clientId == null ? "" : clientId),
                key,
                word,
                "must be one of " + String.join(", ", allowed) + "; " + safest + " is used");
        return safest;
    }
}
