package dev.tenantmfa.platform.setting;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/**
 * One of a few words that an administrator may set. A value that is none of them counts as the safest and is warned about,
 * once for each value.
 *
 * @param key realm or client attribute
 * @param safest what counts where the value makes no sense
 */
public record ChoiceSetting(String key, String defaultValue, String safest, List<String> allowed) {

    public ChoiceSetting {
        if (!allowed.contains(defaultValue) || !allowed.contains(safest)) {
            throw new IllegalArgumentException(key + ": default or safest value is not allowed");
        }
    }

    /** Reads it from the realm attribute of that name. */
    public String in(RealmModel realm) {
        return parse(realm.getAttribute(key), realm, null);
    }

    /** Reads it from the client attribute of that name. */
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
