package dev.tenantmfa.platform.setting;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * A switch that an admin may set. Anything but {@code true} and {@code false} counts as the default and is warned about, once
 * for each value.
 */
public record BooleanSetting(String key, boolean defaultValue, String label, String help) {

    /** Reads it from the config of an execution or required action; null is no config. */
    public boolean in(@Nullable Map<String, String> config) {
        return parse(config == null ? null : config.get(key), null);
    }

    /** Reads it from the realm attribute of that name. */
    public boolean in(RealmModel realm) {
        return parse(realm.getAttribute(key), realm);
    }

    private boolean parse(@Nullable String value, @Nullable RealmModel realm) {
        if (value == null || value.isBlank()) {
            return defaultValue;
        }
        switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true":
                return true;
            case "false":
                return false;
            default:
                BadValues.warnOnce(realm, key, value, "must be true or false; " + defaultValue + " is used");
                return defaultValue;
        }
    }

    public BooleanSetting label(String text) {
        return new BooleanSetting(key, defaultValue, text, help);
    }

    public BooleanSetting help(String text) {
        return new BooleanSetting(key, defaultValue, label, text);
    }

    /** As the admin console shows it. */
    public ProviderConfigProperty property() {
        return new ProviderConfigProperty(key, label, help, ProviderConfigProperty.BOOLEAN_TYPE, defaultValue);
    }
}
